// What follows a product of integers up to its floats: a cast, and products with the scales of both sides and with constants, in
// whatever order an exporter writes them.

import type { NodeProto } from '../model/proto.ts'
import { onlyReader, type Value } from './scope.ts'

export interface Chain {
  /** The last node, whose output is the product in floats. */
  readonly last: NodeProto
  /** Constants that it was multiplied by on the way. */
  readonly factors: readonly Value[]
}

/** A product of scales has one for each side and some that exporters put in; multiplied with itself it has endlessly many. */
const maxFactors = 16

/** The factors of a value that is a product of scales and constants; null where it is something else. */
function factorsOf(value: Value | undefined, scales: ReadonlySet<Value>): readonly Value[] | null {
  const factors: Value[] = []
  const open = [value]
  while (open.length > 0) {
    const factor = open.shift()
    if (!factor || factors.length + open.length >= maxFactors) return null
    const { producer, scope } = factor
    if (factor.constant || scales.has(factor)) factors.push(factor)
    else if (producer?.opType === 'Mul')
      open.unshift(scope.read(producer, 0), scope.read(producer, 1))
    else return null
  }
  return factors
}

/** From a product of integers: cast to float, times the scales of what was quantized dynamically, times constants. */
export function chainFrom(product: Value, dynamic: readonly Value[]): Chain | null {
  const cast = onlyReader(product)
  if (cast?.opType !== 'Cast') return null
  const scales = new Set(dynamic)
  const missing = new Set(dynamic)
  const factors: Value[] = []
  let last = cast
  for (;;) {
    const value = product.scope.values.get(last.output?.[0] ?? '')
    const next = value && onlyReader(value)
    if (!value || next?.opType !== 'Mul') break
    const places = next.input?.[0] === value.name ? 1 : 0
    const found = factorsOf(product.scope.read(next, places), scales)
    if (found === null) break
    // A constant after the scales is theirs as long as none was met; the next is the network's own.
    if (missing.size === 0 && factors.length > 0) break
    const met = found.filter(({ constant }) => constant === null)
    // A scale that it is multiplied by once more is none of these.
    if (new Set(met).size < met.length || !met.every((scale) => missing.has(scale))) break
    for (const scale of met) missing.delete(scale)
    factors.push(...found.filter(({ constant }) => constant !== null))
    last = next
  }
  return missing.size === 0 ? { last, factors } : null
}
