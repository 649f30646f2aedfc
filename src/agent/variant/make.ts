// Makes a variant of a model into a file by a recipe: the same bytes every time, there whole or not at all. The original
// is never written to.

import { fail } from '../../shared/fault.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import type { Made, Recipe } from '../../shared/variant.ts'
import type { Program } from '../program.ts'

interface MakeRequest {
  readonly path: string
  readonly target: string
  readonly recipe: Recipe
}

/** `report` hears how far it is. */
export type Maker = (
  program: Program,
  request: MakeRequest,
  report: (done: number, total: number) => void,
) => Promise<Made>

/** By precision. */
const makers: Partial<Record<Recipe['precision'], Maker>> = {}

/** Throws a `FaultError` for a model that can not be had at this precision. */
export async function makeVariant(
  program: Program,
  request: MakeRequest,
  report: (done: number, total: number) => void,
): Promise<VerbReply<'variant-make'>> {
  const make = makers[request.recipe.precision]
  if (make === undefined)
    return fail('precision-unsupported', { precision: request.recipe.precision })
  return make(program, request, report)
}
