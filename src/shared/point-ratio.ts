// One measured point held against any other: by latency where both are asked for one inference of the same batch at a
// time, else by samples per second, the one figure that every load has.

import { type ComparedPoint, comparedPoint, speaksByThroughput } from './compared-point.ts'
import type { SpokenMetric } from './comparison-finding.ts'
import type { Ratio } from './ratio.ts'
import type { MeasuredPoint } from './run.ts'

export interface PointRatio {
  readonly metric: SpokenMetric
  /** Null where one of the two has no such figure. */
  readonly speed: Ratio | null
  readonly memory: Ratio | null
  readonly energy: Ratio | null
  readonly energyMismatches: ComparedPoint['energyMismatches']
  /** Invocations that the ratio is of. */
  readonly own: number
  readonly base: number
}

const spoken = (own: ComparedPoint, base: ComparedPoint): SpokenMetric =>
  own.point.scenario === base.point.scenario &&
  own.point.batch === base.point.batch &&
  !speaksByThroughput(own.point.scenario)
    ? 'latency'
    : 'throughput'

/** Whether both count is not asked here: the reader sees both. */
export function pointRatio(own: MeasuredPoint, base: MeasuredPoint): PointRatio {
  const [found, against] = [
    comparedPoint(own, base, 'counted'),
    comparedPoint(base, own, 'counted'),
  ]
  const metric = spoken(found, against)
  return {
    metric,
    speed: metric === 'latency' ? found.latencyRatio : found.throughputRatio,
    memory: found.memoryRatio,
    energy: found.energyRatio,
    energyMismatches: found.energyMismatches,
    own: found.invocations,
    base: against.invocations,
  }
}
