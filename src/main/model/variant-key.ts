// What a variant is known by before it is made: the content of its original, and its recipe in one spelling.

import { createHash } from 'node:crypto'
import { canonicalRecipe } from '../../shared/canonical-recipe.ts'
import type { Recipe } from '../../shared/variant.ts'

/** A name for its folder. */
export function variantKey(original: string, recipe: Recipe): string {
  return createHash('sha256')
    .update(`${original}\n${canonicalRecipe(recipe)}`)
    .digest('hex')
}
