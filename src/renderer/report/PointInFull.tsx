// One measured point with all that its figures rest on: whether it counts, its percentiles and bounds, its repetitions,
// what went on around it, where its memory went and which provider ran it. The window's own parts, folded but for print.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PowerSource } from '../../shared/power.ts'
import { countedRepetitions, measuredPoint, type PointView } from '../../shared/run.ts'
import { EnergyTable } from '../views/energy/EnergyTable.tsx'
import { Doubts } from '../views/point/Doubts.tsx'
import { MemoryByPhase } from '../views/point/MemoryByPhase.tsx'
import { Minutes } from '../views/point/Minutes.tsx'
import { PercentileTable } from '../views/point/PercentileTable.tsx'
import { Providers } from '../views/point/Providers.tsx'
import { Repetitions } from '../views/point/Repetitions.tsx'
import { ServerTrials } from '../views/point/ServerTrials.tsx'
import { usePointWords } from '../views/run/runWords.ts'
import { EnvironmentTable } from './EnvironmentTable.tsx'

interface PointInFullProps {
  readonly view: PointView
  readonly planned: number
  readonly severalModels: boolean
  readonly isOpen: boolean
  /** Where power was read in its run. */
  readonly sources: readonly PowerSource[]
}

export function PointInFull(props: PointInFullProps) {
  const { view, planned, severalModels, isOpen, sources } = props
  const { t } = useTranslation()
  const words = usePointWords(severalModels)
  const result = measuredPoint(view)
  if (result === null) return null
  const { latency, memory, minutes, providers, server, spread, runtimeVersion } = result.measurement
  const subtitle = words(view.point)
  return (
    <details className="point-in-full" open={isOpen}>
      <summary>
        <Title order={3} display="inline">
          {t('report.inFull', { point: subtitle })}
        </Title>
      </summary>
      <Doubts result={result} counted={countedRepetitions(view).length} planned={planned} />
      <div className="report-charts">
        <PercentileTable latency={latency} />
        <Repetitions view={view} planned={planned} spread={spread} chosen={null} onChoose={null} />
        <EnvironmentTable repetitions={view.repetitions} />
        <EnergyTable energy={result.energy} sources={sources} />
        <Providers
          providers={providers}
          asked={view.point.settings.provider}
          runtimeVersion={runtimeVersion}
        />
        <MemoryByPhase memory={memory} subtitle={subtitle} />
        {server !== null && (
          <ServerTrials
            server={server}
            headline={result.measurement.headline}
            subtitle={subtitle}
          />
        )}
        {minutes.length > 1 && <Minutes minutes={minutes} subtitle={subtitle} />}
      </div>
    </details>
  )
}
