// What each setting of a session can be on a board: the values of its chips. What the draft holds is always among
// them, whatever the board says.

import type { BoardFacts } from '../../../shared/board.ts'
import {
  cpuProvider,
  type Placement,
  type SessionAxes,
  type SettingName,
  sessionSettingsSchema,
} from '../../../shared/session-settings.ts'

type Values = { readonly [N in SettingName]: SessionAxes[N] }

const { execution, optimization, dimensions } = sessionSettingsSchema.shape

function once<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

const isProvider = (name: string) => name.endsWith('ExecutionProvider')

/** Whether it has cores of more than one kind, by their greatest clock. */
export function isBigLittle(facts: BoardFacts | null): boolean {
  return new Set(facts?.clusters.map(({ maxKhz }) => maxKhz)).size > 1
}

/** `inspected`: the providers of libraries that were looked at. */
export function settingChoices(
  axes: SessionAxes,
  facts: BoardFacts | null,
  inspected: readonly string[] = [],
): Values {
  const placements: readonly Placement[] = isBigLittle(facts) ? ['all', 'big', 'little'] : ['all']
  const known = [...(facts?.runtime.providers ?? []), ...inspected].filter(isProvider)
  return {
    library: once([null, ...axes.library]),
    provider: once([cpuProvider, ...known, ...axes.provider]),
    execution: [...execution.options],
    optimization: [...optimization.options],
    arena: [true, false],
    spinning: [true, false],
    placement: once([...placements, ...axes.placement]),
    dimensions: [...dimensions.options],
  }
}
