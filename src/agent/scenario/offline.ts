// Offline [LoadGen]: everything is there at once, and is taken batch by batch. The headline is throughput; the samples
// are the latencies of the inferences.

import { closedLoop } from './closed-loop.ts'
import type { Scenario } from './scenario.ts'

export const offline: Scenario = (load) =>
  closedLoop(load, { inferences: 1, samplesPerQuery: load.batch, quantile: null })
