// The axis that all boards share: milliseconds since 1970 as this program began, and from there on by its monotonic clock. A
// wall clock that is set meanwhile moves nothing.

export const deskMs = (): number => performance.timeOrigin + performance.now()
