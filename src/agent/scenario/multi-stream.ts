// Multi-stream [LoadGen]: a query is eight samples, taken by as many inferences as the batch needs for them; the next
// query comes when the last is done. The headline is the p99 of the query's latency.

import { fail } from '../../shared/fault.ts'
import { multiStreamSamples } from '../../shared/plan.ts'
import { closedLoop } from './closed-loop.ts'
import type { Scenario } from './scenario.ts'

/** Throws the fault `batch-not-a-divisor` for a batch that does not make up a query. */
export function checkMultiStreamBatch(batch: number): void {
  if (multiStreamSamples % batch !== 0)
    fail('batch-not-a-divisor', { batch, samples: multiStreamSamples })
}

export const multiStream: Scenario = (load) => {
  checkMultiStreamBatch(load.batch)
  return closedLoop(load, {
    inferences: multiStreamSamples / load.batch,
    samplesPerQuery: multiStreamSamples,
    quantile: 'p99',
  })
}
