// The references of a chart: which are drawn, how each compares, in what it differs, and where it comes from.

import { Anchor, Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReferenceLine } from '../../shared/drawn-reference.ts'
import { formatNs, formatRate, formatRatio } from '../../shared/units.ts'
import { call } from '../api.ts'
import { CallFault } from '../faults/FaultNotice.tsx'

interface ReferenceListProps {
  readonly all: readonly ReferenceLine[]
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
  /** The result's own value of the metric, for the ratio; null where it has none. */
  readonly ownValue: number | null
}

function valueWords({ reference }: ReferenceLine): string {
  return reference.metric === 'throughput'
    ? `${formatRate(reference.value)}/s`
    : formatNs(reference.value)
}

function ReferenceRow({
  line,
  ownValue,
}: {
  readonly line: ReferenceLine
  readonly ownValue: number | null
}) {
  const { t } = useTranslation()
  const open = useMutation({
    mutationFn: () => call('references.open', { id: line.reference.id }),
  })
  const terms = line.mismatches
    .map(({ term, reference, result }) => t(`chart.term.${term}`, { reference, result }))
    .join(', ')
  return (
    <li className="reference">
      <svg width="24" height="8" aria-hidden="true">
        <line
          x1="0"
          x2="24"
          y1="4"
          y2="4"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray={terms === '' ? undefined : '6 4'}
        />
      </svg>
      <div>
        <Anchor
          component="button"
          type="button"
          size="xs"
          ta="left"
          aria-label={t('chart.openSource', { label: line.label })}
          onClick={() => open.mutate()}
        >
          {line.label} <IconExternalLink size={12} aria-hidden />
        </Anchor>
        <Text size="xs" c="dimmed">
          {ownValue === null
            ? valueWords(line)
            : t('chart.compared', {
                value: valueWords(line),
                ratio: formatRatio(line.reference.value / ownValue),
              })}
          {' · '}
          {terms === '' ? t('chart.same') : t('chart.differs', { terms })}
        </Text>
        <CallFault error={open.error} />
      </div>
    </li>
  )
}

export function ReferenceList({ all, chosen, onChoose, ownValue }: ReferenceListProps) {
  const { t } = useTranslation()
  if (all.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('chart.noReferences')}
      </Text>
    )
  const drawn = all.filter(({ reference }) => chosen.includes(reference.id))
  return (
    <Stack gap={4}>
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed" fw={600}>
          {t('chart.references')}
        </Text>
        <Popover position="top-end" width={420} trapFocus shadow="none">
          <Popover.Target>
            <Button size="compact-xs" variant="subtle">
              {t('chart.referencesChoose')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <ScrollArea.Autosize mah={280}>
              <Checkbox.Group
                label={t('chart.references')}
                value={[...chosen]}
                onChange={(ids) => onChoose(ids)}
              >
                <Stack gap={6} mt={6}>
                  {all.map((line) => (
                    <Checkbox
                      key={line.reference.id}
                      size="xs"
                      value={line.reference.id}
                      label={line.label}
                      description={valueWords(line)}
                    />
                  ))}
                </Stack>
              </Checkbox.Group>
            </ScrollArea.Autosize>
          </Popover.Dropdown>
        </Popover>
      </Group>
      <ul style={{ display: 'grid', gap: 4, margin: 0, padding: 0, listStyle: 'none' }}>
        {drawn.map((line) => (
          <ReferenceRow key={line.reference.id} line={line} ownValue={ownValue} />
        ))}
      </ul>
    </Stack>
  )
}
