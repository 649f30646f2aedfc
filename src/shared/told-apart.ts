// Models of one network at one precision, told apart by their names, so that a result never drops one of them, nor takes
// one for another. Where its precision names a model, nothing more does.

import { distinctNames } from './distinct-names.ts'
import type { PlannedModel, PointModel } from './plan.ts'

/** Equal for a model and its variants; each of its sizes is another. */
export const networkKey = ({
  sha256,
  original,
  dims,
}: Pick<PlannedModel, 'sha256' | 'original' | 'dims'>): string =>
  JSON.stringify([original ?? sha256, Object.entries(dims).toSorted()])

const toldByKey = (model: PlannedModel): string =>
  JSON.stringify([networkKey(model), model.precision])

/** Node 20 of a board has no `Map.groupBy`. */
function groupsOf(models: readonly PlannedModel[]): ReadonlyMap<string, readonly PlannedModel[]> {
  const groups = new Map<string, PlannedModel[]>()
  for (const model of models) {
    const group = groups.get(toldByKey(model)) ?? []
    groups.set(toldByKey(model), group)
    group.push(model)
  }
  return groups
}

/** The models of a plan, in its order; each that shares network and precision with another has a name beside it. */
export function toldApart(models: readonly PlannedModel[]): readonly PointModel[] {
  const names = new Map<string, ReadonlyMap<string, string>>()
  for (const [key, group] of groupsOf(models)) {
    const distinct = [...new Map(group.map((model) => [model.sha256, model])).values()]
    const called = distinctNames(
      distinct.map(({ name, sha256 }) => [name, `${name} ${sha256.slice(0, 8)}`]),
    )
    if (distinct.length > 1)
      names.set(key, new Map(distinct.map(({ sha256 }, index) => [sha256, called[index] ?? ''])))
  }
  return models.map((model) => {
    const variantName = names.get(toldByKey(model))?.get(model.sha256)
    return variantName === undefined ? model : { ...model, variantName }
  })
}
