// Exact fractions, for sizes that are computed: a third of a height is never a little less than a whole number.
// What has no value, or lies beyond all sizes, is null.

/** In lowest terms; the denominator is positive. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

const beyond = 2n ** 128n
const largestExponent = 64n

export function rational(over: bigint, under = 1n): Rational | null {
  if (under === 0n) return null
  let [a, b] = [over < 0n ? -over : over, under < 0n ? -under : under]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = under < 0n ? -a : a
  const [top, bottom] = [over / divisor, under / divisor]
  return top > beyond || top < -beyond || bottom > beyond ? null : { over: top, under: bottom }
}

/** Null for what is written otherwise than `12` or `0.5`. */
export function parseRational(text: string): Rational | null {
  const [, whole, part = ''] = /^(\d{1,30})(?:\.(\d{0,30}))?$/.exec(text) ?? []
  return whole === undefined ? null : rational(BigInt(whole + part), 10n ** BigInt(part.length))
}

export const toNumber = ({ over, under }: Rational) => Number(over) / Number(under)
export const isZero = ({ over }: Rational) => over === 0n

export const add = (a: Rational, b: Rational) =>
  rational(a.over * b.under + b.over * a.under, a.under * b.under)
export const negate = ({ over, under }: Rational): Rational => ({ over: -over, under })
export const subtract = (a: Rational, b: Rational) => add(a, negate(b))
export const multiply = (a: Rational, b: Rational) => rational(a.over * b.over, a.under * b.under)
export const divide = (a: Rational, b: Rational) => rational(a.over * b.under, a.under * b.over)

export function floor({ over, under }: Rational): Rational {
  const cut = over / under
  return { over: cut * under > over ? cut - 1n : cut, under: 1n }
}
export const ceil = (a: Rational) => negate(floor(negate(a)))
export const absolute = (a: Rational) => (a.over < 0n ? negate(a) : a)

const isLess = (a: Rational, b: Rational) => a.over * b.under < b.over * a.under
export const lesser = (a: Rational, b: Rational) => (isLess(b, a) ? b : a)
export const greater = (a: Rational, b: Rational) => (isLess(a, b) ? b : a)

export function floorDivide(a: Rational, b: Rational): Rational | null {
  const quotient = divide(a, b)
  return quotient && floor(quotient)
}

/** The remainder with the divisor's sign, as in Python. */
export function modulo(a: Rational, b: Rational): Rational | null {
  const whole = floorDivide(a, b)
  const part = whole && multiply(whole, b)
  return part && subtract(a, part)
}

export function power(a: Rational, b: Rational): Rational | null {
  if (b.over === 1n && b.under === 2n) return squareRoot(a)
  if (b.under !== 1n || b.over > largestExponent || b.over < -largestExponent) return null
  const exponent = b.over < 0n ? -b.over : b.over
  const [over, under] = [a.over ** exponent, a.under ** exponent]
  return b.over < 0n ? rational(under, over) : rational(over, under)
}

function wholeRoot(square: bigint): bigint {
  if (square < 2n) return square
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2))
  for (;;) {
    const next = (root + square / root) / 2n
    if (next >= root) return root
    root = next
  }
}

/** Exact for squares; else a little below the root, by less than 2⁻²⁰. */
export function squareRoot({ over, under }: Rational): Rational | null {
  if (over < 0n) return null
  const [top, bottom] = [wholeRoot(over), wholeRoot(under)]
  if (top * top === over && bottom * bottom === under) return rational(top, bottom)
  return rational(wholeRoot((over << 40n) / under), 1n << 20n)
}
