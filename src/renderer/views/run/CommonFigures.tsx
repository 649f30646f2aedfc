// The figures that stand in every strip of a result: how much was done in a second, and what it took of the memory.

import { useTranslation } from 'react-i18next'
import type { Measurement } from '../../../shared/measurement.ts'
import { formatBytes, formatRate } from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'

export function CommonFigures({
  samplesPerSecond,
  memory,
}: Pick<Measurement, 'samplesPerSecond' | 'memory'>) {
  const { t } = useTranslation()
  return (
    <>
      <Figure
        name={t('run.rate')}
        value={formatRate(samplesPerSecond)}
        spread={t('boards.rate')}
        why={t('run.rateWhy')}
      />
      <Figure
        name={t('run.memory')}
        value={formatBytes(memory.peakBytes)}
        spread={t('run.overFloor', {
          size: formatBytes(Math.max(0, memory.peakBytes - memory.floorBytes)),
        })}
        why={t('run.memoryWhy', { floor: formatBytes(memory.floorBytes) })}
      />
    </>
  )
}
