// The one monotonic clock of the agent, in nanoseconds. What reading it costs stands in docs/measuring.md.

/** Where this process's clock began, on the machine's monotonic clock. */
export const originNs = process.hrtime.bigint()

/** Monotonic nanoseconds since this process started. */
export function nowNs(): number {
  return Number(process.hrtime.bigint() - originNs)
}
