// The catalogue of published figures: what is known of other hardware, under which terms, and from where.

import { Group, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { type Reference, referenceMetrics } from '../../../shared/reference.ts'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { Choice } from '../../table/Choice.tsx'
import { Scroll } from '../../table/Scroll.tsx'
import { SortHead } from '../../table/SortHead.tsx'
import { sorted } from '../../table/sort.ts'
import {
  type CatalogueFilter,
  type Column,
  columns,
  columnValue,
  filterSearch,
  hardwareKinds,
  matches,
  parseFilter,
  runsBeside,
} from './catalogue.ts'
import { ReferenceRow } from './ReferenceRow.tsx'

interface FiltersProps {
  readonly all: readonly Reference[]
  readonly filter: CatalogueFilter
  readonly onChange: (filter: CatalogueFilter) => void
}

const numberColumns: ReadonlySet<Column> = new Set(['latency', 'throughput', 'batch'])

function Filters({ all, filter, onChange }: FiltersProps) {
  const { t } = useTranslation()
  const valuesOf = (key: 'architecture' | 'precision' | 'round') =>
    [...new Set(all.map((reference) => reference[key]))]
      .toSorted()
      .map((value) => [value, key === 'round' ? `MLPerf ${value}` : value] as const)
  return (
    <Group gap="xs">
      <TextInput
        size="xs"
        aria-label={t('results.search')}
        placeholder={t('references.searchWhat')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.find}
        onChange={(event) => onChange({ ...filter, find: event.currentTarget.value })}
        w={210}
      />
      <Choice
        label={t('references.column.device')}
        all={t('references.all.hardware')}
        value={filter.hardware}
        choices={hardwareKinds.map((kind) => [kind, t(`references.hardware.${kind}`)])}
        onChange={(value) =>
          onChange({ ...filter, hardware: hardwareKinds.find((kind) => kind === value) ?? null })
        }
      />
      <Choice
        label={t('references.column.architecture')}
        all={t('references.all.model')}
        value={filter.model}
        choices={valuesOf('architecture')}
        onChange={(model) => onChange({ ...filter, model })}
      />
      <Choice
        label={t('compare.metric')}
        all={t('references.all.metric')}
        value={filter.metric}
        choices={referenceMetrics.map((metric) => [metric, t(`references.metric.${metric}`)])}
        onChange={(value) =>
          onChange({ ...filter, metric: referenceMetrics.find((known) => known === value) ?? null })
        }
      />
      <Choice
        label={t('references.column.precision')}
        all={t('references.all.precision')}
        value={filter.precision}
        choices={valuesOf('precision')}
        onChange={(precision) => onChange({ ...filter, precision })}
      />
      <Choice
        label={t('references.column.source')}
        all={t('references.all.source')}
        value={filter.source}
        choices={valuesOf('round')}
        onChange={(source) => onChange({ ...filter, source })}
      />
    </Group>
  )
}

export function ReferencesView() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const references = useCall('references.list', {})
  const runs = useCall('runs.list', {}).data ?? []
  const models = useCall('models.list', {}).data ?? []
  const all = references.data ?? []
  const filter = parseFilter(search)
  const change = (next: CatalogueFilter) => setSearch(filterSearch(next), { replace: true })
  const found = sorted(
    all.filter((reference) => matches(reference, filter)),
    filter.sorting,
    columnValue,
  )
  return (
    <Stack gap="md">
      <ViewTitle title={t('references.title')} />
      <Text c="dimmed">{t('references.what')}</Text>
      <CallFault error={references.error} onRetry={() => void references.refetch()} />
      <Filters all={all} filter={filter} onChange={change} />
      <div className="surface">
        <Text size="xs" c="dimmed" mb={8} aria-live="polite">
          {t('references.found', { count: found.length, total: all.length })}
        </Text>
        <Scroll both label={t('references.title')}>
          <table className="numbers">
            <thead className="sticky-head">
              <tr>
                {columns.map((column) => (
                  <SortHead
                    key={column}
                    column={column}
                    sorting={filter.sorting}
                    onSort={(sorting) => change({ ...filter, sorting })}
                    words={!numberColumns.has(column)}
                    firstDown={column === 'throughput'}
                  >
                    {t(`references.column.${column}`)}
                  </SortHead>
                ))}
                <th scope="col">{t('references.column.runs')}</th>
                <th scope="col">
                  <VisuallyHidden>{t('common.copy')}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((reference) => (
                <ReferenceRow
                  key={reference.id}
                  reference={reference}
                  runs={runsBeside(reference, runs, models)}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
        {found.length === 0 && <Text mt="sm">{t('results.nothingFound')}</Text>}
      </div>
    </Stack>
  )
}
