// How long a tuning is lent: what is offered, and how the time that is left reads.

/** What is offered, in milliseconds. */
export const leasesMs = { tenMinutes: 600_000, hour: 3_600_000, eightHours: 28_800_000 } as const

export const leaseNames = [
  'tenMinutes',
  'hour',
  'eightHours',
] as const satisfies readonly (keyof typeof leasesMs)[]

const two = (value: number) => String(value).padStart(2, '0')

/** As a clock counts down: 9:41, 1:00:00. Seconds are rounded up, so that 0:00 is over. */
export function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(Math.max(0, leftMs) / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const tail = `${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`
}
