// Brings a board up to date: probe, refuse what can't be measured, push what is missing. Everything is known by
// its content, so a second connect pushes nothing, and what a live run uses is never replaced.

import { basename, dirname } from 'node:path'
import { fail } from '../../shared/fault.ts'
import type { AgentPlace } from './agent-client.ts'
import { archiveArtifact, cachedArchive, writeArchive } from './archive.ts'
import { type Artifact, sha256Of } from './artifact.ts'
import { nativePackages, type PackagesSetup } from './native-packages.ts'
import { nodeArchive, nodeItem } from './node-runtime.ts'
import { type BoardProbe, ownNode, probeBoard, supportedArch } from './probe.ts'
import { repair } from './repair.ts'
import type { BoardArch } from './runtime-pins.ts'
import { orCancelled, type Transport } from './transport.ts'
import { abandon, discard, noSpace, type PushOptions, push, withReserve } from './upload.ts'

export interface DeploySetup extends PackagesSetup {
  readonly agentPath: string
}

interface Part {
  /** Where it stands on the board, under Benchtop's home. */
  readonly target: string
  /** Made only where the board does not have it. */
  readonly artifact: () => Promise<Artifact>
}

export interface Deployment {
  readonly place: AgentPlace
  /** Whether koffi was brought too, so that `hello` must name its version. */
  readonly hasKoffi: boolean
  /** For a runtime that does not work there: brings again what is damaged; gives whether anything was. */
  mend(signal: AbortSignal | undefined): Promise<boolean>
}

/** Puts the agent and its runtime in place on the board. */
export async function deploy(
  transport: Transport,
  setup: DeploySetup,
  options: PushOptions,
): Promise<Deployment> {
  const agentSha256 = await sha256Of(setup.agentPath)
  const probe = await probeBoard(transport, agentSha256, options.signal)
  const arch = supportedArch(probe)
  const home = `${probe.home.replace(/\/+$/, '')}/.benchtop`
  const own = ownNode(probe, arch)
  const agent = agentPart(setup, agentSha256)
  const packages = await orCancelled(
    nativePackages(arch, setup, (name) => probe.have.has(`ort/${name}`)),
    options.signal,
  )
  const modules: Part = {
    target: `ort/${packages.name}`,
    artifact: async () =>
      archiveArtifact(await packages.archive(), {
        item: packages.item,
        target: `ort/${packages.name}`,
      }),
  }
  const node = nodePart(setup, arch, options)
  const runtime = [...(own === null ? [node] : []), modules]
  const missing: Artifact[] = []
  for (const part of [agent, ...runtime])
    if (!probe.have.has(part.target))
      missing.push(await orCancelled(part.artifact(), options.signal))
  if (probe.agentDamaged) await discard(transport, home, agent.target)
  await refuseWithoutSpace(transport, home, probe, missing)
  for (const artifact of missing) await push(transport, home, artifact, options)
  return {
    place: {
      node: own ?? `${home}/${node.target}/bin/node`,
      agent: `${home}/${agent.target}/agent.cjs`,
      home,
      modules: `${home}/${modules.target}`,
    },
    hasKoffi: packages.hasKoffi,
    mend: async (signal) => {
      const originals = await Promise.all(runtime.map((part) => part.artifact()))
      return repair(transport, home, originals, { ...options, signal })
    },
  }
}

function agentPart(setup: DeploySetup, sha256: string): Part {
  const target = `agents/${sha256}`
  const fileSet = { folder: dirname(setup.agentPath), files: [basename(setup.agentPath)] }
  return {
    target,
    artifact: async () => {
      if (fileSet.files[0] !== 'agent.cjs') return fail('agent-not-built', {}, setup.agentPath)
      const write = (path: string) => writeArchive(path, fileSet)
      const archive = await cachedArchive(setup.cacheDir, `agent-${sha256.slice(0, 16)}`, write)
      return archiveArtifact(archive, { item: 'Benchtop agent', target })
    },
  }
}

function nodePart(setup: DeploySetup, arch: BoardArch, { onProgress }: PushOptions): Part {
  const { runtimePins, cacheDir } = setup
  const item = nodeItem(runtimePins)
  const target = `runtimes/node-${runtimePins.node.version}-${arch}`
  const onFetch = () => onProgress?.({ stage: 'push', item, doneBytes: 0, totalBytes: 0 })
  return {
    target,
    artifact: async () =>
      archiveArtifact(await nodeArchive(arch, runtimePins, cacheDir, onFetch), {
        item,
        target,
        executable: 'bin/node',
      }),
  }
}

/** Refuses the whole before any of it is sent, and takes away what an earlier attempt has left of it. */
async function refuseWithoutSpace(
  transport: Transport,
  home: string,
  probe: BoardProbe,
  missing: readonly Artifact[],
): Promise<void> {
  if (probe.freeBytes === null || missing.length === 0) return
  const unpackedBytes = missing.reduce((sum, artifact) => sum + artifact.unpackedBytes, 0)
  const travelling = missing.map(({ sha256, bytes }) => bytes - (probe.parts.get(sha256) ?? 0))
  const needed = withReserve(unpackedBytes + Math.max(...travelling, 0))
  if (probe.freeBytes >= needed) return
  for (const artifact of missing) await abandon(transport, home, artifact)
  throw noSpace(home, probe.freeBytes, needed)
}
