// A value over the last minute as a line between the least and the most that it can be. The newest stands right.

interface SparkProps {
  /** Oldest first. */
  readonly values: readonly number[]
  readonly low: number
  /** Null: the most that was seen. */
  readonly high: number | null
}

/** So many looks are kept: a minute at one a second. */
export const keptLooks = 60

const [width, height] = [120, 24]

export function Spark({ values, low, high }: SparkProps) {
  if (values.length < 2) return null
  const most = Math.max(high ?? 0, ...values)
  const span = Math.max(1, most - low)
  const step = width / (keptLooks - 1)
  const start = width - (values.length - 1) * step
  const points = values.map((value, index) => {
    const y = height - 1 - ((value - low) / span) * (height - 2)
    return `${(start + index * step).toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg className="tune-spark" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  )
}
