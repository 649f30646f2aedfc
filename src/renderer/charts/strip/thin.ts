// Thins a series over time to what a chart's columns of pixels can show: of each column the first, the least, the largest
// and the last reading, in their order (M4, Jugel et al. 2014, "M4: A Visualization-Oriented Time Series Data
// Aggregation"). No peak is lost, no value is made up, and a gap stays one.

/** Readings in the order of time; NaN where one failed. */
export interface Samples {
  readonly atMs: Float64Array
  readonly values: Float32Array
}

/** What is looked at: so many columns from its begin to its end. */
export interface Columns {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
  /** Two readings that lie farther apart are not joined: nothing is known of what lies between. */
  readonly gapMs: number
}

/** `joined`: a line leads to it from the one before. */
export type Visit = (atMs: number, value: number, joined: boolean) => void

/** How many readings were before `ms`. */
export function countBefore(atMs: Float64Array, ms: number): number {
  let low = 0
  let high = atMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((atMs[middle] as number) < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Visits what is drawn, with the nearest reading on either side, so that a line reaches the edges. */
export function thinned({ atMs, values }: Samples, columns: Columns, visit: Visit): void {
  const { fromMs, toMs, count, gapMs } = columns
  const perMs = count / (toMs - fromMs)
  const begin = Math.max(0, countBefore(atMs, fromMs) - 1)
  const end = Math.min(atMs.length, countBefore(atMs, toMs) + 1)
  let column = Number.NaN
  let [first, least, largest, last] = [-1, -1, -1, -1]
  let joined = false
  let drawn = -1

  const emit = (index: number) => {
    if (index <= drawn) return
    visit(atMs[index] as number, values[index] as number, joined)
    joined = true
    drawn = index
  }
  const flush = () => {
    if (first < 0) return
    emit(first)
    emit(Math.min(least, largest))
    emit(Math.max(least, largest))
    emit(last)
    first = -1
  }

  for (let index = begin; index < end; index++) {
    const value = values[index] as number
    if (Number.isNaN(value)) {
      flush()
      joined = false
      continue
    }
    const at = atMs[index] as number
    if (last >= 0 && at - (atMs[last] as number) > gapMs) {
      flush()
      joined = false
    }
    const own = Math.floor((at - fromMs) * perMs)
    if (own !== column) flush()
    column = own
    if (first < 0) first = least = largest = index
    else if (value < (values[least] as number)) least = index
    else if (value > (values[largest] as number)) largest = index
    last = index
  }
  flush()
}

export interface Extremes {
  readonly least: number
  readonly largest: number
}

/** Over readings from one moment to another, both included; null where none was read. */
export function extremes({ atMs, values }: Samples, fromMs: number, toMs: number): Extremes | null {
  let least = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  for (let index = countBefore(atMs, fromMs); index < atMs.length; index++) {
    if ((atMs[index] as number) > toMs) break
    const value = values[index] as number
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return least > largest ? null : { least, largest }
}

/** The reading nearest to a moment; NaN where none lies within `withinMs` of it, or the nearest failed. */
export function valueAt({ atMs, values }: Samples, ms: number, withinMs: number): number {
  const after = countBefore(atMs, ms)
  const distance = (index: number) => Math.abs((atMs[index] ?? Number.POSITIVE_INFINITY) - ms)
  const nearest = distance(after - 1) <= distance(after) ? after - 1 : after
  return distance(nearest) <= withinMs ? (values[nearest] ?? Number.NaN) : Number.NaN
}
