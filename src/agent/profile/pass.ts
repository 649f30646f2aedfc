// The profiled pass of a point: a few inferences in a session of their own, after what is measured was measured. It tells
// which execution provider really ran each node; profiling distorts times, so they are mixed with no latency.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import type { ProviderShare, Warning } from '../../shared/measurement.ts'
import { cpuProvider } from '../../shared/session-settings.ts'
import type { Engine, InputTensor, SessionOptions } from '../engine/engine.ts'
import type { WorkerSpec } from '../run/worker-message.ts'
import { monotonicClock } from '../scenario/clock.ts'
import { providersOf } from './providers.ts'

const mostRuns = 3
/** After this long no further inference is begun. */
const enoughMs = 1_000

/** An inference that takes so many times what it took before is ended, so that it can not take the point with it. */
const patience = 4
const leastPatienceMs = 30_000

/** Where the CPU alone is asked for, a pass that takes longer than this to come to its first end is left out. */
const longestForCpuNs = 30e9

export interface ProfiledPass {
  readonly engine: Engine
  readonly options: SessionOptions
  readonly inputs: readonly InputTensor[]
  /** What creating the session and its first inference took. */
  readonly onceNs: number
  /** Called where there is to be a pass. */
  enter(): void
}

async function sharesOf(
  { engine, options, inputs, onceNs }: ProfiledPass,
  modelPath: string,
  profilePrefix: string,
): Promise<readonly ProviderShare[]> {
  const session = await engine.createSession(modelPath, { ...options, profilePrefix })
  session.bind(inputs)
  const startMs = monotonicClock.now()
  const longestMs = Math.max(leastPatienceMs, (patience * onceNs) / 1e6)
  let ends = 0
  while (ends < mostRuns && monotonicClock.now() - startMs < enoughMs) {
    if (!(await session.runWithin(longestMs))) break
    ends++
  }
  const path = session.endProfile()
  await session.dispose()
  return path === null || ends === 0 ? [] : providersOf(path)
}

/** Removes every file that a pass left, whatever became of it. */
function removeProfiles(folder: string, beginning: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(beginning)) rmSync(join(folder, name), { force: true })
}

/**
 * Null where it was not looked at, or can not be told: that takes nothing from what was measured. On the CPU the first
 * repetition speaks for all; whether another provider took its nodes is seen in each.
 */
export async function providerTruth(
  { point, repetition, modelPath, scratchDir }: WorkerSpec,
  pass: ProfiledPass,
): Promise<ProviderShare[] | null> {
  const isCpu = point.settings.provider === cpuProvider
  if (isCpu && (repetition > 0 || pass.onceNs > longestForCpuNs)) return null
  pass.enter()
  const beginning = `profile-${point.index}-${repetition}-`
  try {
    const shares = await sharesOf(pass, modelPath, join(scratchDir, beginning))
    return shares.length === 0 ? null : [...shares]
  } catch (error) {
    process.stderr.write(`profile: ${String(error)}\n`)
    return null
  } finally {
    removeProfiles(scratchDir, beginning)
  }
}

/**
 * What is to be said of the provider that was asked for; also where it can not be told who ran what. Throws the fault
 * `provider-took-nothing` where no node was its: the figures would be another's.
 */
export function fallbackWarnings(
  shares: readonly ProviderShare[] | null,
  { settings, modelName }: Pick<SessionOptions, 'settings' | 'modelName'>,
): readonly Warning[] {
  const { provider } = settings
  if (provider === cpuProvider) return []
  if (shares === null) return [{ kind: 'provider-unverified', provider }]
  const nodes = shares.find((share) => share.provider === provider)?.nodes ?? 0
  if (nodes === 0) fail('provider-took-nothing', { provider, name: modelName })
  const total = shares.reduce((sum, share) => sum + share.nodes, 0)
  return nodes === total ? [] : [{ kind: 'partial-fallback', provider, nodes, total }]
}
