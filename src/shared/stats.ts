// The statistics of latencies under one name. Definitions and sources: docs/measuring.md.

export { meanInterval, quantileInterval } from './stats/interval.ts'
export {
  earlyStoppingBound,
  histogramBins,
  leastSamples,
  loadgenSampleSize,
  percentile,
  quantileOf,
} from './stats/percentile.ts'
export { seededUniform } from './stats/random.ts'
export { percentileReordering } from './stats/select.ts'
export { ascending } from './stats/sort.ts'
export { hasPrecision, noiseSettled } from './stats/stopping.ts'
export { fencesOf, severeRanges, summarize } from './stats/summary.ts'
export { warmupWindow, windowsAgree } from './stats/warm-up.ts'
export { warningsOf } from './stats/warnings.ts'
