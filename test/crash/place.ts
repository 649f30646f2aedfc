// A board to crash on with all that rounds need ready: the tuner installed, the agent brought there, a desk's folder that
// knows and trusts the board and has a model to sweep.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Plan, planSchema } from '../../src/shared/plan.ts'
import { addAndTrust, emulatedSession } from '../boards/first-sweep.ts'
import { startNamespaceBoard } from '../boards/namespace-board.ts'
import { startQemuBoard } from '../boards/qemu-board.ts'
import { shortLimits, TestBench } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import type { Ground } from './draw.ts'
import { type CrashGround, installTuner, readTree, type Tree } from './ground.ts'
import { type Offers, offersOf } from './tuning.ts'

export interface Place {
  readonly ground: CrashGround
  readonly board: string
  readonly baseline: Tree
  readonly offers: Offers
  /** A sweep of a tiny model over governors. */
  plan(governors: readonly string[]): Plan
  /** A desk's folder of its own; whoever gets it removes it. */
  deskFolder(): string
  dispose(): Promise<void>
}

export async function openPlace(kind: Ground): Promise<Place> {
  const ground: CrashGround =
    kind === 'qemu'
      ? await startQemuBoard({ init: 'systemd', user: 'edge' })
      : await startNamespaceBoard({ diskMiB: 600, sysfs: { layout: 'bl2' }, sudo: 'helper' })
  const desk = new TestBench()
  try {
    await installTuner(ground)
    const board = await addAndTrust(desk, ground)
    await emulatedSession(desk, board)
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    await desk.bench.close()
    const baseline = await readTree(ground)
    return {
      ground,
      board,
      baseline,
      offers: await offersOf(ground, baseline),
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
      deskFolder: () => {
        const folder = mkdtempSync(join(tmpdir(), 'benchtop-crash-'))
        cpSync(desk.dataDir, folder, { recursive: true })
        return folder
      },
      dispose: async () => {
        rmSync(desk.dataDir, { recursive: true, force: true })
        await ground.stop()
      },
    }
  } catch (thrown) {
    await desk.dispose()
    await ground.stop()
    throw thrown
  }
}
