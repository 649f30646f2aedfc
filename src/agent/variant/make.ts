// Makes a variant of a model into a file by a recipe: the same bytes every time, there whole or not at all. The original
// is never written to.

import type { Precision } from '../../shared/precision.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import type { Made, RecipeOf } from '../../shared/variant.ts'
import type { Program } from '../program.ts'
import { makeFull } from './dequantize.ts'
import { makeInt8Dynamic } from './dynamic.ts'
import { makeHalf } from './half.ts'
import { makeInt4 } from './int4.ts'
import { makeInt8Static } from './static.ts'

interface MakeRequest<P extends Precision> {
  readonly path: string
  readonly target: string
  readonly recipe: RecipeOf<P>
}

/** `report` hears how far it is. */
export type Maker<P extends Precision> = (
  program: Program,
  request: MakeRequest<P>,
  report: (done: number, total: number) => void,
) => Promise<Made>

const makers: { readonly [P in Precision]: Maker<P> } = {
  fp32: makeFull,
  fp16: makeHalf,
  'int8-dynamic': makeInt8Dynamic,
  'int8-static': makeInt8Static,
  int4: makeInt4,
}

/** Throws a `FaultError` for a model that can not be had at this precision. */
export async function makeVariant(
  program: Program,
  request: MakeRequest<Precision>,
  report: (done: number, total: number) => void,
): Promise<VerbReply<'variant-make'>> {
  const make = makers[request.recipe.precision] as Maker<Precision>
  return make(program, request, report)
}
