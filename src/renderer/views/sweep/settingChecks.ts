// Combinations of a sweep that can not work, found before they fail: each with the change to the draft that leaves
// only what can.

import type { BoardFacts } from '../../../shared/board.ts'
import { multiStreamSamples } from '../../../shared/plan.ts'
import { cpuProvider } from '../../../shared/session-settings.ts'
import type { SweepDraft } from './draft.ts'
import { isBigLittle } from './settingChoices.ts'

type Fix = { readonly fix: Partial<SweepDraft> }

export type SettingCheck = Fix &
  (
    | { readonly kind: 'libraryNode' }
    | { readonly kind: 'dimensionsNode' }
    | { readonly kind: 'multiStream'; readonly failing: readonly number[] }
    | { readonly kind: 'placement' }
    | { readonly kind: 'provider'; readonly names: readonly string[] }
  )

/** What onnxruntime-node has no way to set. */
function nodeChecks({ engines, settings }: SweepDraft): readonly SettingCheck[] {
  if (!engines.includes('onnxruntime-node')) return []
  const fix: Partial<SweepDraft> = { engines: ['ort-c'] }
  return [
    ...(settings.library.every((path) => path === null)
      ? []
      : [{ kind: 'libraryNode', fix } as const]),
    ...(settings.dimensions.includes('fixed') ? [{ kind: 'dimensionsNode', fix } as const] : []),
  ]
}

/** A query of multi-stream is a whole number of inferences. */
function batchCheck(
  { scenarios }: SweepDraft,
  batches: readonly number[],
): readonly SettingCheck[] {
  if (!scenarios.includes('multi-stream')) return []
  const failing = batches.filter((batch) => multiStreamSamples % batch !== 0)
  const left = batches.filter((batch) => !failing.includes(batch))
  const fix = { batches: left.length > 0 ? left : [1], ladder: null }
  return failing.length === 0 ? [] : [{ kind: 'multiStream', failing, fix }]
}

function placementCheck({ settings }: SweepDraft, facts: BoardFacts): readonly SettingCheck[] {
  const known = new Set(
    facts.clusters.length > 0
      ? facts.clusters.flatMap(({ cpus }) => cpus)
      : Array.from({ length: facts.cpu.logicalCores }, (_, core) => core),
  )
  const possible = settings.placement.filter((placement) => {
    if (typeof placement !== 'string') return placement.every((core) => known.has(core))
    return placement === 'all' || isBigLittle(facts)
  })
  const left = possible.length > 0 ? possible : ['all' as const]
  return possible.length === settings.placement.length
    ? []
    : [{ kind: 'placement', fix: { settings: { ...settings, placement: left } } }]
}

/** Of another library it is not known here what it has. */
function providerCheck({ settings }: SweepDraft, facts: BoardFacts): readonly SettingCheck[] {
  if (settings.library.some((path) => path !== null)) return []
  const has = (name: string) => name === cpuProvider || facts.runtime.providers.includes(name)
  const names = settings.provider.filter((name) => !has(name))
  const left = settings.provider.filter(has)
  const provider = left.length > 0 ? left : [cpuProvider]
  return names.length === 0
    ? []
    : [{ kind: 'provider', names, fix: { settings: { ...settings, provider } } }]
}

export function settingChecks(
  draft: SweepDraft,
  batches: readonly number[],
  facts: BoardFacts | null,
): readonly SettingCheck[] {
  return [
    ...nodeChecks(draft),
    ...batchCheck(draft, batches),
    ...(facts === null ? [] : [...placementCheck(draft, facts), ...providerCheck(draft, facts)]),
  ]
}
