// What was measured of a point, from its headline down to its providers.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunSnapshot } from '../../../shared/ipc.ts'
import { countedRepetitions, type PointView } from '../../../shared/run.ts'
import { EnergyTable } from '../energy/EnergyTable.tsx'
import { Doubts } from './Doubts.tsx'
import { Ecdf } from './Ecdf.tsx'
import { Histogram } from './Histogram.tsx'
import { MemoryByPhase } from './MemoryByPhase.tsx'
import { Minutes } from './Minutes.tsx'
import { OverTime } from './OverTime.tsx'
import { PercentileTable } from './PercentileTable.tsx'
import { PointHeadline } from './PointHeadline.tsx'
import { Providers } from './Providers.tsx'
import { Repetitions } from './Repetitions.tsx'
import { ServerTrials } from './ServerTrials.tsx'
import { measuredRepetitions, type PointResult, useRepetition } from './usePoint.ts'

interface PointResultProps {
  readonly snapshot: RunSnapshot
  readonly view: PointView
  readonly result: PointResult
  readonly subtitle: string
  /** Not while this computer measures itself. */
  readonly draws: boolean
}

export function PointResultView({ snapshot, view, result, subtitle, draws }: PointResultProps) {
  const { t } = useTranslation()
  const measured = measuredRepetitions(view)
  const [shown, choose] = useRepetition(measured)
  const { measurement } = result
  const { minutes, server } = measurement
  const planned = snapshot.view.repetitionsPlanned
  const of = { run: snapshot.record.id, point: view.point.index, subtitle }
  return (
    <>
      <PointHeadline point={view.point} result={result} />
      <Doubts result={result} counted={countedRepetitions(view).length} planned={planned} />
      <div className="charts">
        <PercentileTable latency={measurement.latency} />
        <Repetitions
          view={view}
          planned={planned}
          spread={measurement.spread}
          chosen={shown?.repetition ?? null}
          onChoose={choose}
        />
      </div>
      {draws ? (
        <>
          {shown !== null && (
            <>
              <OverTime {...of} repetition={shown.repetition} />
              <div className="charts">
                <Histogram {...of} shown={shown} />
                <Ecdf {...of} measured={measured} shown={shown} />
              </div>
            </>
          )}
          <div className="charts">
            {server !== null && (
              <ServerTrials server={server} headline={measurement.headline} subtitle={subtitle} />
            )}
            {minutes.length > 1 && <Minutes minutes={minutes} subtitle={subtitle} />}
            <MemoryByPhase memory={measurement.memory} subtitle={subtitle} />
          </div>
        </>
      ) : (
        <Text size="xs" c="dimmed">
          {t('point.quiet')}
        </Text>
      )}
      <EnergyTable energy={result.energy} sources={snapshot.view.powerSources} />
      <Providers
        providers={measurement.providers}
        asked={view.point.settings.provider}
        runtimeVersion={measurement.runtimeVersion}
      />
    </>
  )
}
