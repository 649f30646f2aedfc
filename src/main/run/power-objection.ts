// What a board may tell of power in a run: only of the sources that the run has, of each once, with its rails in their places
// and in the order of time. Null: nothing is against it.

import type { Energy, PowerRecord, PowerSource } from '../../shared/power.ts'

type Objection = string | null

const noSource: Objection = 'the run has no such source'

function sourcesObjection(told: readonly string[], sources: readonly PowerSource[]): Objection {
  if (!told.every((source) => sources.some(({ id }) => id === source))) return noSource
  return new Set(told).size === told.length ? null : 'a source was told twice'
}

/** `sinceNs`: of this source, the latest moment that was told of the point. */
export function recordObjection(
  { source, atNs, rails }: PowerRecord,
  sources: readonly PowerSource[],
  sinceNs: number,
): Objection {
  const told = sources.find(({ id }) => id === source)
  if (told === undefined) return noSource
  if (!rails.every(({ milliwatts }) => milliwatts.length === atNs.length))
    return 'a rail is not as long as its times'
  if (
    rails.length !== told.rails.length ||
    rails.some(({ name }, at) => name !== told.rails[at]?.name)
  )
    return 'the source has other rails'
  return atNs.every((at, index) => at >= (atNs[index - 1] ?? sinceNs))
    ? null
    : 'its times run backwards'
}

/** `passedNs`: what the point took so far. */
export function energyObjection(
  energies: readonly Energy[],
  sources: readonly PowerSource[],
  passedNs: number,
): Objection {
  const known = sourcesObjection(
    energies.map(({ source }) => source),
    sources,
  )
  if (known !== null) return known
  if (energies.some(({ windowNs }) => windowNs > passedNs))
    return 'an energy of more than its point'
  const isOfSource = ({ source, method, coverage }: Energy) =>
    sources.some((one) => one.id === source && one.method === method && one.coverage === coverage)
  return energies.every(isOfSource) ? null : 'an energy by another method than its source'
}

export const idleObjection = (
  told: readonly { readonly source: string }[],
  sources: readonly PowerSource[],
): Objection =>
  sourcesObjection(
    told.map(({ source }) => source),
    sources,
  )
