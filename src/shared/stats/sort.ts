// Samples in ascending order: what the statistics of the same samples share, since sorting costs most of them.

/** Latencies below about a millisecond are counted: only they are so many that sorting them takes long. */
const countedBelowNs = 1 << 20
/** Below it clearing the counts would cost more than sorting does. */
const leastForCounting = 1 << 14

const isCounted = (value: number) => value >= 0 && value < countedBelowNs && (value | 0) === value

/** A sorted copy. Whole nanoseconds are counted where they are many, in a fifth of the time; others are compared. */
export function ascending(samples: Float64Array): Float64Array {
  return (samples.length < leastForCounting ? null : byCounting(samples)) ?? samples.slice().sort()
}

/** Null where a value that is not counted belongs among those that are. */
function byCounting(samples: Float64Array): Float64Array | null {
  const counts = new Uint32Array(countedBelowNs)
  const sorted = new Float64Array(samples.length)
  let end = sorted.length
  for (let index = 0; index < samples.length; index++) {
    const value = samples[index] as number
    if (isCounted(value)) counts[value] = (counts[value] as number) + 1
    else sorted[--end] = value
  }
  const others = sorted.subarray(end).sort()
  if ((others[0] ?? countedBelowNs) < countedBelowNs) return null
  let from = 0
  for (let value = 0; from < end; value++) {
    const count = counts[value] as number
    if (count === 0) continue
    sorted.fill(value, from, from + count)
    from += count
  }
  return sorted
}
