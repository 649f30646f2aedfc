// Single-stream [LoadGen]: one query at a time, the next when the last is done. A query is one inference; the headline
// is the p90 of its latency.

import { closedLoop } from './closed-loop.ts'
import type { Scenario } from './scenario.ts'

export const singleStream: Scenario = (load) =>
  closedLoop(load, { inferences: 1, samplesPerQuery: load.batch, quantile: 'p90' })
