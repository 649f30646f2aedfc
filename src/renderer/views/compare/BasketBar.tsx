// The runs of a comparison with their inks; which of them is the baseline; one more, or one less.

import { ActionIcon, Button, Group, SegmentedControl, Switch, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ThreadMatch, threadMatches } from '../../../shared/compare.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { seriesInk } from '../../charts/palette.ts'
import { useInks } from '../../charts/useInks.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useModelWords } from '../run/runWords.ts'
import { type Basket, mostRuns, withoutRun, withRun } from './basket.ts'
import { RunPicker } from './RunPicker.tsx'
import type { LoadedComparison } from './useComparison.ts'

interface BasketBarProps {
  readonly basket: Basket
  readonly loaded: LoadedComparison | null
  /** What may be added. */
  readonly known: readonly RunRecord[]
  readonly onChange: (basket: Basket) => void
}

interface BasketRunProps {
  readonly name: string
  readonly ink: number
  readonly run: RunRecord
  readonly basket: Basket
  readonly onChange: (basket: Basket) => void
}

function BasketRun({ name, ink, run, basket, onChange }: BasketRunProps) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const inks = useInks()
  const modelsOf = useModelWords()
  const isBaseline = basket.baseline === run.id
  return (
    <li className="basket-run" data-baseline={isBaseline || undefined}>
      <span className="swatch" style={{ background: seriesInk(inks, ink) }} aria-hidden />
      <div className="basket-words">
        <a href={`#/runs/${run.id}`}>{name}</a>
        <Text size="xs" c="dimmed">
          {modelsOf(run.plan)} · {momentOf(run.createdMs)}
        </Text>
        <label className="baseline">
          <input
            type="radio"
            name="baseline"
            checked={isBaseline}
            aria-label={t('compare.setBaseline', { run: name })}
            onChange={() => onChange({ ...basket, baseline: run.id })}
          />
          {t('compare.baseline')}
        </label>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('compare.remove', { run: name })}
        onClick={() => onChange(withoutRun(basket, run.id))}
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  )
}

export function BasketBar({ basket, loaded, known, onChange }: BasketBarProps) {
  const { t } = useTranslation()
  const [picking, setPicking] = useState(false)
  const full = basket.runs.length >= mostRuns
  const cells = loaded?.comparison.rows.flatMap((row) => row.cells) ?? []
  const hasInvalid = cells.some((cell) => cell !== null && cell.invalid.length > 0)
  const records = loaded?.snapshots.map(({ record }) => record) ?? []
  return (
    <section aria-label={t('compare.basket')}>
      <ul className="basket">
        {records.map((run, index) => (
          <BasketRun
            key={run.id}
            run={run}
            name={loaded?.names[index] ?? ''}
            ink={loaded?.inks[index] ?? 0}
            basket={basket}
            onChange={onChange}
          />
        ))}
        <li>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setPicking(true)}
            disabled={full}
          >
            {t('compare.add')}
          </Button>
        </li>
      </ul>
      {full && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('compare.full')}
        </Text>
      )}
      {basket.runs.length > 1 && (
        <Group gap="xs" mt="sm">
          <Text size="xs" c="dimmed" id="compare-threads">
            {t('compare.threads')}
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="compare-threads"
            value={basket.threads}
            onChange={(threads) =>
              onChange({
                ...basket,
                threads: threadMatches.find((match) => match === threads) ?? 'same',
              })
            }
            data={[
              { value: 'same' satisfies ThreadMatch, label: t('compare.threadsSame') },
              { value: 'best' satisfies ThreadMatch, label: t('compare.threadsBest') },
            ]}
          />
          {hasInvalid && (
            <Switch
              size="xs"
              label={t('compare.countInvalid')}
              checked={basket.invalid === 'counted'}
              onChange={({ currentTarget: { checked } }) =>
                onChange({ ...basket, invalid: checked ? 'counted' : 'left-out' })
              }
            />
          )}
        </Group>
      )}
      {picking && (
        <RunPicker
          runs={known.filter(({ id }) => !basket.runs.includes(id))}
          first={records[0] ?? null}
          onPick={(id) => {
            onChange(withRun(basket, id))
            setPicking(false)
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </section>
  )
}
