// By how much a meter's clock is shifted against a run's: the shift at which power and load of the run are most alike. The
// whole range is searched on a coarse grid, and about its best place on a fine one, so that a week beside a minute takes no
// more than a moment.

/** A signal at equal steps. */
export interface Signal {
  readonly startNs: number
  readonly stepNs: number
  readonly values: Float64Array
}

export interface Stretch {
  readonly startNs: number
  readonly endNs: number
}

export interface Alignment {
  readonly offsetNs: number
  /** Pearson's correlation of power and load at that shift. */
  readonly score: number
  /** Another shift, further away than a point lasts at the least, fits nearly as well. */
  readonly isAmbiguous: boolean
}

/** Products that the coarse search is allowed, and steps that a record has in it at the most. */
const coarseProducts = 1e8
const mostCoarseSteps = 4e6
/** Load and power have to be beside one another for this share of the shorter of them. */
const leastOverlap = 0.5
/** Below it power does not follow load: so much any two signals have in common somewhere. */
const leastAlike = 0.2
/** A shift whose score comes as near as this to the best is not told from it. */
const asGood = 0.97

/** How much of each step lies in one of the stretches, which do not overlap and stand in order. */
export function loadSignal(busy: readonly Stretch[], stepNs: number, span: Stretch): Signal {
  const count = Math.max(1, Math.ceil((span.endNs - span.startNs) / stepNs))
  const values = new Float64Array(count)
  for (const { startNs, endNs } of busy) {
    const [from, to] = [(startNs - span.startNs) / stepNs, (endNs - span.startNs) / stepNs]
    for (let at = Math.max(0, Math.floor(from)); at < Math.min(count, to); at++)
      values[at] = (values[at] ?? 0) + Math.min(to, at + 1) - Math.max(from, at)
  }
  return { startNs: span.startNs, stepNs, values }
}

/** The mean of the readings in each step; a step without one has what stood before it. */
export function meanSignal(atNs: Float64Array, values: Float64Array, stepNs: number): Signal {
  const startNs = atNs[0] ?? 0
  const count = Math.floor(((atNs.at(-1) ?? startNs) - startNs) / stepNs) + 1
  const means = new Float64Array(count)
  let at = 0
  for (let step = 0; step < count; step++) {
    const endNs = startNs + (step + 1) * stepNs
    let [sum, read] = [0, 0]
    for (; at < atNs.length && (atNs[at] ?? 0) < endNs; at++) {
      sum += values[at] ?? 0
      read += 1
    }
    means[step] = read > 0 ? sum / read : (means[step - 1] ?? values[0] ?? 0)
  }
  return { startNs, stepNs, values: means }
}

/** Below this share of the most it is taken to be that: what a meter reads of nothing is noise. */
const leastShare = 0.01

/** Of power its logarithm: a run over clocks takes twice as much at one as at another, and works at both. */
function logged({ values, ...signal }: Signal): Signal {
  const floor = leastShare * values.reduce((most, value) => Math.max(most, value), 0)
  return {
    ...signal,
    values: floor > 0 ? values.map((value) => Math.log(Math.max(floor, value))) : values,
  }
}

/** Sums of values and of their squares up to each place. */
function sumsOf(values: Float64Array) {
  const [sums, squares] = [new Float64Array(values.length + 1), new Float64Array(values.length + 1)]
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0
    sums[at + 1] = (sums[at] ?? 0) + value
    squares[at + 1] = (squares[at] ?? 0) + value * value
  }
  return { sums, squares }
}

/** The correlation of two signals at equal steps where the second is put so many steps on; null where they hardly meet. */
function correlator(one: Float64Array, other: Float64Array): (lag: number) => number | null {
  const [a, b] = [sumsOf(one), sumsOf(other)]
  const least = leastOverlap * Math.min(one.length, other.length)
  return (lag) => {
    const from = Math.max(0, lag)
    const to = Math.min(one.length, other.length + lag)
    const count = to - from
    if (count < Math.max(3, least)) return null
    let product = 0
    for (let at = from; at < to; at++) product += (one[at] ?? 0) * (other[at - lag] ?? 0)
    const sum = (sums: Float64Array, low: number, high: number) =>
      (sums[high] ?? 0) - (sums[low] ?? 0)
    const [x, xx] = [sum(a.sums, from, to), sum(a.squares, from, to)]
    const [y, yy] = [sum(b.sums, from - lag, to - lag), sum(b.squares, from - lag, to - lag)]
    const spread = Math.sqrt((xx - (x * x) / count) * (yy - (y * y) / count))
    return spread > 0 ? (product - (x * y) / count) / spread : null
  }
}

interface Readings {
  readonly atNs: Float64Array
  readonly values: Float64Array
}

/** Scores of every lag between two. */
function scored(
  load: Signal,
  power: Signal,
  range: readonly [from: number, to: number],
): readonly { readonly offsetNs: number; readonly score: number }[] {
  const correlation = correlator(load.values, power.values)
  const found: { offsetNs: number; score: number }[] = []
  for (let lag = range[0]; lag <= range[1]; lag++) {
    const score = correlation(lag)
    if (score === null) continue
    found.push({ offsetNs: load.startNs + lag * load.stepNs - power.startNs, score })
  }
  return found
}

const best = <T extends { readonly score: number }>(all: readonly T[]): T | null =>
  all.reduce<T | null>((most, one) => (most === null || one.score > most.score ? one : most), null)

/** Where a shift is looked for, and how good it has to be to be taken. */
export interface Expected {
  readonly offsetNs: number
  readonly withinNs: number
}

/** A shift that fits like this is a good one: where clocks would agree it is taken without a look at the others. */
const fitsWell = 0.5

/** Whether a shift that was found may be another: told with every figure that is made by it. */
export const isDoubtful = ({ score, isAmbiguous }: Pick<Alignment, 'score' | 'isAmbiguous'>) =>
  isAmbiguous || score < fitsWell

/**
 * `busy`: when the board worked, within `span` of the run's clock. `finestNs`: the step that it is told to. `expected`:
 * by clocks that both know. Null: power does not follow load at any shift, or one of them never changes.
 */
export function align(
  { atNs, values }: Readings,
  busy: readonly Stretch[],
  span: Stretch,
  finestNs: number,
  expected: Expected | null = null,
): Alignment | null {
  if (expected !== null) {
    const found = alignWithin({ atNs, values }, busy, span, finestNs, expected)
    if (found !== null && found.score >= fitsWell) return found
  }
  return alignWithin({ atNs, values }, busy, span, finestNs, null)
}

function alignWithin(
  record: Readings,
  busy: readonly Stretch[],
  span: Stretch,
  finestNs: number,
  expected: Expected | null,
): Alignment | null {
  const meant = expected === null ? record : beside(record, span, expected)
  const coarseNs = Math.max(finestNs, coarseStepNs(meant, span))
  const load = loadSignal(busy, coarseNs, span)
  const power = logged(meanSignal(meant.atNs, meant.values, coarseNs))
  const coarse = scored(load, power, [-power.values.length, load.values.length]).filter(
    ({ offsetNs }) =>
      expected === null || Math.abs(offsetNs - expected.offsetNs) <= expected.withinNs,
  )
  const rough = best(coarse)
  if (rough === null || rough.score < leastAlike) return null
  const shortest = Math.min(...busy.map(({ startNs, endNs }) => endNs - startNs))
  const isAmbiguous = coarse.some(
    ({ offsetNs, score }) =>
      Math.abs(offsetNs - rough.offsetNs) > Math.max(shortest, 2 * coarseNs) &&
      score >= asGood * rough.score,
  )
  const near = beside(meant, span, { offsetNs: rough.offsetNs, withinNs: 4 * coarseNs })
  const fineLoad = loadSignal(busy, finestNs, span)
  const finePower = logged(meanSignal(near.atNs, near.values, finestNs))
  const middle = Math.round((rough.offsetNs + finePower.startNs - fineLoad.startNs) / finestNs)
  const reach = Math.ceil((2 * coarseNs) / finestNs)
  const fine = best(scored(fineLoad, finePower, [middle - reach, middle + reach]))
  const { offsetNs, score } = fine ?? rough
  return { offsetNs, score: Math.min(1, score), isAmbiguous }
}

/** As fine as a search of every shift allows: a record may last for days beside a run of a minute. */
function coarseStepNs({ atNs }: Readings, span: Stretch): number {
  const runNs = span.endNs - span.startNs
  const recordNs = (atNs.at(-1) ?? 0) - (atNs[0] ?? 0)
  return Math.max(
    Math.sqrt((runNs * (runNs + recordNs)) / coarseProducts),
    recordNs / mostCoarseSteps,
  )
}

/** What of a record lies beside a run at any of these shifts. */
function beside({ atNs, values }: Readings, span: Stretch, { offsetNs, withinNs }: Expected) {
  const from = atNs.findIndex((ns) => ns >= span.startNs - offsetNs - withinNs)
  const after = atNs.findIndex((ns) => ns > span.endNs - offsetNs + withinNs)
  const [start, end] = [from < 0 ? atNs.length : from, after < 0 ? atNs.length : after]
  return { atNs: atNs.subarray(start, end), values: values.subarray(start, end) }
}
