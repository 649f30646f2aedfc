// The beta distribution and what is read from it: binomial tails and Student's t. Checked against published tables.

// Lanczos' approximation with g = 7 and nine terms (Godfrey): 15 digits.
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** Natural logarithm of the gamma function, for x ≥ 0.5. */
function logGamma(x: number): number {
  const [first = 0, ...terms] = lanczos
  const series = terms.reduce((sum, term, index) => sum + term / (x + index), first)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}

const tiny = 1e-300
const mostSteps = 100_000

/** The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz' method. */
function betaFraction(x: number, a: number, b: number): number {
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= mostSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / safe(1 + even * d)
    c = safe(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / safe(1 + odd * d)
    c = safe(1 + odd / c)
    result *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return result
}

/** I(x; a, b), the regularised incomplete beta function: the chance that a beta variable is at most x. a, b ≥ 0.5. */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast below the mean; above it the complement does.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a)
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
  return (Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / a) * betaFraction(x, a, b)
}

/** The x at which I(x; a, b) is `probability`, by bisection. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0
  let high = 1
  for (let step = 0; step < 60 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2
    if (regularizedBeta(middle, a, b) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The value that Student's t with these degrees of freedom stays within, on both sides, with this confidence. */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  const x = betaQuantile(1 - confidence, degreesOfFreedom / 2, 0.5)
  return Math.sqrt(degreesOfFreedom * (1 / x - 1))
}
