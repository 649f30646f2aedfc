// The memory of a point by phase, stacked by what each phase added; the arena's own word where the runtime gives one.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Measurement } from '../../../shared/measurement.ts'
import { byteScaleFor, formatBytes } from '../../../shared/units.ts'
import { BarFigure } from '../../charts/BarFigure.tsx'
import { csvText } from '../../charts/csv.ts'
import { useInks } from '../../charts/useInks.ts'
import { memoryPhases, phaseStacks } from './memory.ts'

interface MemoryByPhaseProps {
  readonly memory: Measurement['memory']
  readonly subtitle: string
}

export function MemoryByPhase({ memory, subtitle }: MemoryByPhaseProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const stacks = phaseStacks(memory)
  if (stacks === null) return null
  const peak = Math.max(...stacks.map((stack) => stack.memory.peakBytes))
  const { unit, factor } = byteScaleFor(peak)
  const { arena } = memory
  return (
    <BarFigure
      title={t('point.memoryTitle', { size: formatBytes(memory.peakBytes) })}
      subtitle={subtitle}
      chart={{
        groups: stacks.map(({ phase }) => t(`point.phase.${phase}`)),
        series: memoryPhases.map((phase, part) => ({
          label: t(`point.part.${phase}`),
          ink: part,
          values: stacks.map(({ parts }) => {
            const bytes = parts[part]
            return bytes === undefined ? null : bytes / factor
          }),
          whiskers: [],
        })),
        stacked: true,
        xTitle: t('run.phaseName'),
        yTitle: t('point.memoryAxis', { unit }),
        inks,
        barWords: ({ label }, _, value) => `${label}: ${formatBytes(value * factor)}`,
      }}
      csv={() =>
        csvText([
          ['phase', 'peak_bytes', 'pss_bytes'],
          ...stacks.map(({ phase, memory: own }) => [phase, own.peakBytes, own.pssBytes]),
        ])
      }
    >
      <Text size="xs" c="dimmed">
        {stacks
          .map(({ phase, memory: { peakBytes, pssBytes } }) =>
            t('point.phasePeak', {
              phase: t(`point.phase.${phase}`),
              peak: formatBytes(peakBytes),
              pss: formatBytes(pssBytes),
            }),
          )
          .join(' · ')}
      </Text>
      {arena !== null && (
        <Text size="xs">
          {t('point.arena', {
            inUse: formatBytes(arena.inUseBytes),
            most: formatBytes(arena.mostInUseBytes),
            reserved: formatBytes(arena.reservedBytes),
          })}
        </Text>
      )}
    </BarFigure>
  )
}
