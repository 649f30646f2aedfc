// A board to crash on with all that rounds need ready: the tuner installed, and, once a round is the desk's, the agent
// brought there and a desk's folder that knows and trusts the board and has a model to sweep.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardId } from '../../src/shared/board.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import { addAndTrust, emulatedSession } from '../boards/first-sweep.ts'
import { startNamespaceBoard } from '../boards/namespace-board.ts'
import { startQemuBoard } from '../boards/qemu-board.ts'
import { shortLimits, TestBench } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import type { Ground } from './draw.ts'
import { type CrashGround, installTuner, readTree, type Tree } from './ground.ts'
import { type Offers, offersOf } from './tuning.ts'

/** A desk that knows the board. */
export interface KnownBy {
  readonly board: BoardId
  /** A sweep of a tiny model over governors. */
  plan(governors: readonly string[]): Plan
  /** A desk's folder of its own; whoever gets it removes it. */
  folder(): string
  dispose(): void
}

export interface Place {
  readonly ground: CrashGround
  readonly baseline: Tree
  readonly offers: Offers
  desk(): Promise<KnownBy>
  dispose(): Promise<void>
}

export async function openPlace(kind: Ground): Promise<Place> {
  const ground: CrashGround =
    kind === 'qemu'
      ? await startQemuBoard({ init: 'systemd', user: 'edge' })
      : await startNamespaceBoard({ diskMiB: 600, sysfs: { layout: 'bl2' }, sudo: 'helper' })
  let desk: KnownBy | null = null
  try {
    await installTuner(ground)
    const baseline = await readTree(ground)
    return {
      ground,
      baseline,
      offers: await offersOf(ground, baseline),
      desk: async () => {
        desk ??= await openDesk(ground)
        return desk
      },
      dispose: async () => {
        desk?.dispose()
        await ground.stop()
      },
    }
  } catch (thrown) {
    await ground.stop()
    throw thrown
  }
}

async function openDesk(ground: CrashGround): Promise<KnownBy> {
  const desk = new TestBench()
  try {
    const board = await addAndTrust(desk, ground)
    await emulatedSession(desk, board)
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    await desk.bench.close()
    return {
      board,
      plan: (governors) =>
        planSchema.parse({
          models: [{ sha256, name }],
          batches: [1],
          threads: [1],
          engines: ['ort-c'],
          governors: [...governors],
          limits: shortLimits,
          seed: 1,
        }),
      folder: () => {
        const folder = mkdtempSync(join(tmpdir(), 'benchtop-crash-'))
        cpSync(desk.dataDir, folder, { recursive: true })
        return folder
      },
      dispose: () => rmSync(desk.dataDir, { recursive: true, force: true }),
    }
  } catch (thrown) {
    await desk.dispose()
    throw thrown
  }
}
