// The text of a model's dimension as arithmetic over symbols. A text that is no such arithmetic is itself a symbol.
// Nothing of it is ever run: jsep only parses, and the few operations that sizes need are ours.

import jsep from 'jsep'
import {
  absolute,
  add,
  ceil,
  divide,
  floor,
  floorDivide,
  greater,
  isZero,
  lesser,
  modulo,
  multiply,
  negate,
  parseRational,
  power,
  type Rational,
  rational,
  squareRoot,
  subtract,
  toNumber,
} from './rational.ts'

type Operation = (numbers: readonly Rational[]) => Rational | null

export type DimExpression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'symbol'; readonly name: string }
  | {
      readonly kind: 'operation'
      readonly name: string
      readonly of: readonly DimExpression[]
    }

/** What is known of the symbols; undefined for one that is not. */
export type SizeOf = (symbol: string) => number | undefined

interface Arity {
  /** Null for one or more. */
  readonly arguments: number | null
  readonly apply: Operation
}
const one = (apply: (a: Rational) => Rational | null): Arity => ({
  arguments: 1,
  apply: ([a]) => (a === undefined ? null : apply(a)),
})
const two = (apply: (a: Rational, b: Rational) => Rational | null): Arity => ({
  arguments: 2,
  apply: ([a, b]) => (a === undefined || b === undefined ? null : apply(a, b)),
})
const many = (pick: (a: Rational, b: Rational) => Rational): Arity => ({
  arguments: null,
  apply: (all) => all.reduce(pick),
})

const operations: Readonly<Record<string, Arity>> = {
  '+': two(add),
  '-': two(subtract),
  '*': two(multiply),
  '/': two(divide),
  '//': two(floorDivide),
  '%': two(modulo),
  '**': two(power),
  negate: one(negate),
  // By lower-case name: torch, sympy and Python write the same functions in different cases.
  floor: one(floor),
  ceil: one(ceil),
  ceiling: one(ceil),
  abs: one(absolute),
  sqrt: one(squareRoot),
  min: many(lesser),
  max: many(greater),
  mod: two(modulo),
  floordiv: two(floorDivide),
  pow: two(power),
}
const binaryOperators = ['+', '-', '*', '/', '//', '%', '**']

jsep.addBinaryOp('//', 10)

/** A hyphen between letters joins a name: `seq-len` is no difference. */
const hyphenatedName = /[A-Za-z_]-[A-Za-z_]/

export function parseDim(text: string): DimExpression {
  if (hyphenatedName.test(text)) return { kind: 'symbol', name: text }
  try {
    return expressionOf(jsep(text)) ?? { kind: 'symbol', name: text }
  } catch {
    return { kind: 'symbol', name: text }
  }
}

/** Null for what is no arithmetic. */
function expressionOf(node: jsep.Expression): DimExpression | null {
  const tree = node as jsep.CoreExpression
  switch (tree.type) {
    case 'Literal': {
      const value = parseRational(tree.raw)
      return value && { kind: 'number', value }
    }
    case 'Identifier':
      return { kind: 'symbol', name: tree.name }
    case 'UnaryExpression':
      if (tree.operator === '+') return expressionOf(tree.argument)
      return tree.operator === '-' ? operation('negate', [tree.argument]) : null
    case 'BinaryExpression':
      return binaryOperators.includes(tree.operator)
        ? operation(tree.operator, [tree.left, tree.right])
        : null
    case 'CallExpression': {
      const callee = tree.callee as jsep.CoreExpression
      return callee.type === 'Identifier'
        ? operation(callee.name.toLowerCase(), tree.arguments)
        : null
    }
    default:
      return null
  }
}

function operation(name: string, nodes: readonly jsep.Expression[]): DimExpression | null {
  const known = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (known === undefined || nodes.length !== (known.arguments ?? Math.max(1, nodes.length)))
    return null
  const of: DimExpression[] = []
  for (const node of nodes) {
    const argument = expressionOf(node)
    if (argument === null) return null
    of.push(argument)
  }
  return { kind: 'operation', name, of }
}

/** Each once, from left to right. */
export function symbolsIn(dim: DimExpression): readonly string[] {
  if (dim.kind === 'number') return []
  if (dim.kind === 'symbol') return [dim.name]
  return [...new Set(dim.of.flatMap(symbolsIn))]
}

function exactly(dim: DimExpression, sizeOf: SizeOf): Rational | null {
  if (dim.kind === 'number') return dim.value
  if (dim.kind === 'symbol') {
    const size = sizeOf(dim.name)
    return size !== undefined && Number.isSafeInteger(size) ? rational(BigInt(size)) : null
  }
  const numbers: Rational[] = []
  for (const argument of dim.of) {
    const number = exactly(argument, sizeOf)
    if (number === null) return null
    numbers.push(number)
  }
  return operations[dim.name]?.apply(numbers) ?? null
}

/** May be negative or fractional, which no size is. Null where a symbol is not known, or there is no such number. */
export function evaluateDim(dim: DimExpression, sizeOf: SizeOf): number | null {
  const value = exactly(dim, sizeOf)
  return value && toNumber(value)
}

/** factor × symbol + offset */
interface Line {
  readonly factor: Rational
  readonly offset: Rational
}
const zero: Rational = { over: 0n, under: 1n }
const unit: Rational = { over: 1n, under: 1n }

/** Null where the expression is no line in the symbol. */
function lineIn(dim: DimExpression, symbol: string, sizeOf: SizeOf): Line | null {
  if (!symbolsIn(dim).includes(symbol)) {
    const offset = exactly(dim, sizeOf)
    return offset && { factor: zero, offset }
  }
  if (dim.kind === 'symbol') return { factor: unit, offset: zero }
  if (dim.kind === 'number') return null
  const lines = dim.of.map((argument) => lineIn(argument, symbol, sizeOf))
  const [a, b] = lines
  if (!a) return null
  const both = (combine: (a: Rational, b: Rational) => Rational | null, left: Line, right: Line) =>
    line(combine(left.factor, right.factor), combine(left.offset, right.offset))
  const scaled = (by: (a: Rational) => Rational | null, { factor, offset }: Line) =>
    line(by(factor), by(offset))
  if (dim.name === 'negate') return scaled(negate, a)
  if (!b) return null
  switch (dim.name) {
    case '+':
      return both(add, a, b)
    case '-':
      return both(subtract, a, b)
    case '*':
      if (isZero(b.factor)) return scaled((value) => multiply(value, b.offset), a)
      return isZero(a.factor) ? scaled((value) => multiply(value, a.offset), b) : null
    case '/':
      return isZero(b.factor) ? scaled((value) => divide(value, b.offset), a) : null
    default:
      return null
  }
}

function line(factor: Rational | null, offset: Rational | null): Line | null {
  return factor && offset && { factor, offset }
}

/**
 * The size of `symbol` at which the expression comes out as `size`, where the expression is linear in it.
 * Null where it is not, or where no whole number from 0 does.
 */
export function solveDim(
  dim: DimExpression,
  symbol: string,
  size: number,
  sizeOf: SizeOf,
): number | null {
  const found = lineIn(dim, symbol, sizeOf)
  const wanted = rational(BigInt(size))
  const rest = found && wanted && subtract(wanted, found.offset)
  const solution = found && rest && divide(rest, found.factor)
  if (solution?.under !== 1n || solution.over < 0n) return null
  return Number(solution.over)
}
