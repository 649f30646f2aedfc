// One spelling for a recipe, whatever order it was written in: what a variant is known by before it is made, and what stands
// in its file afterwards, so that the one decides the other byte for byte.

import type { InputValues } from './input.ts'
import type { Recipe, Samples } from './variant.ts'

/** Keys in order, at every depth. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]))
}

/** What the values are; what the user's file is called changes nothing of them. */
const content = (values: InputValues) =>
  values.kind === 'file' ? { kind: values.kind, sha256: values.sha256 } : values

const sorted = (names: readonly string[]) => [...new Set(names)].toSorted()

const contentOf = ({ inputs, ...rest }: Samples) => ({
  ...rest,
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([input, values]) => [input, content(values)]),
  ),
})

/** The same for samples that are the same values. */
export const canonicalSamples = (samples: Samples): string =>
  JSON.stringify(ordered(contentOf(samples)))

/** The same for recipes that ask for the same. */
export function canonicalRecipe(recipe: Recipe): string {
  const kept =
    'keepNodes' in recipe
      ? { keepNodes: sorted(recipe.keepNodes), keepOperators: sorted(recipe.keepOperators) }
      : {}
  const samples = 'samples' in recipe ? { samples: contentOf(recipe.samples) } : {}
  return JSON.stringify(ordered({ ...recipe, ...kept, ...samples }))
}
