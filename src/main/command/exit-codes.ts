// What the command's exit code means. Scripts rely on it: a number never changes its meaning.

export const exitCodes = {
  ok: 0,
  /** A mistake of Benchtop itself. */
  internal: 1,
  usage: 2,
  /** Something failed that a person can act on; also a run in which no point could be measured. */
  fault: 3,
  /** What was asked whether it holds does not. */
  failed: 4,
  cancelled: 130,
} as const

export const exitCodeHelp = `
Exit codes:
  0    done
  1    a mistake of Benchtop itself
  2    the command line is not understood
  3    a fault, said on stderr with what to do; or no point could be measured
  4    what was checked does not hold: a variant is further from its original than it may be
  130  cancelled`
