// Writes a history into a data folder as main's own store writes it, so that views of many runs are seen without
// measuring them: every figure follows from a seed.

import { join } from 'node:path'
import { BoardStore } from '../../src/main/store/boards.ts'
import { inTransaction, openDatabase } from '../../src/main/store/db.ts'
import { ModelStore } from '../../src/main/store/models.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import type { BoardFacts } from '../../src/shared/board.ts'
import { encodeSamples, newRunId, type RunEvent, type RunId } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { ModelRecord } from '../../src/shared/ipc.ts'
import type { Plan } from '../../src/shared/plan.ts'
import { seededUniform, summarize } from '../../src/shared/stats.ts'
import { journalOf, modelRecord, planOf } from '../fixtures/runs.ts'

export interface WrittenRun {
  readonly boardId: string
  readonly boardName: string
  readonly createdMs: number
  /** Of one inference at batch 1 on one thread. */
  readonly medianNs: number
  readonly plan?: Partial<Plan>
  readonly ort?: string
  /** The points of this batch do not fit into the memory. */
  readonly tooLargeBatch?: number
  /** The run's own events, where it is more than figures. */
  readonly events?: (plan: Plan, id: RunId) => readonly RunEvent[]
}

const sampleCount = 400

function samplesOf(medianNs: number, random: () => number): Float64Array {
  return Float64Array.from({ length: sampleCount }, () => {
    const spread = 1 + 0.03 * (random() + random() - 1)
    return medianNs * (random() > 0.97 ? spread + 0.2 * random() : spread)
  })
}

function eventsOf(run: WrittenRun, id: RunId, plan: Plan): readonly RunEvent[] {
  const random = seededUniform(run.createdMs % 1e6)
  const latencies = new Map<number, Float64Array>()
  const facts = (own: BoardFacts): BoardFacts => ({
    ...own,
    hostname: run.boardId,
    runtime: { ...own.runtime, ort: run.ort ?? own.runtime.ort },
  })
  const written = journalOf(plan, id).flatMap((event): readonly RunEvent[] => {
    switch (event.type) {
      case 'run-started':
        return [{ ...event, facts: facts(event.facts) }]
      case 'point-started': {
        const { index, batch, threads } = event.point
        const speedup = threads ** 0.8
        latencies.set(index, samplesOf((run.medianNs * batch ** 0.9) / speedup, random))
        return [event]
      }
      case 'samples-recorded': {
        const samples = latencies.get(event.point)
        if (event.first > 0 || samples === undefined) return []
        return [{ ...event, count: sampleCount, latencyNs: encodeSamples(samples) }]
      }
      case 'point-ended': {
        const samples = latencies.get(event.point)
        const { outcome } = event
        const point = plan.batches[event.point % plan.batches.length] ?? 1
        if (point === run.tooLargeBatch)
          return [
            {
              ...event,
              outcome: {
                kind: 'failed',
                fault: fault('out-of-memory', { name: plan.models[0]?.name ?? '', batch: point }),
              },
            },
          ]
        if (outcome.kind !== 'measured' || samples === undefined) return [event]
        const latency = summarize(samples)
        const samplesPerSecond = (point * 1e9) / latency.meanNs
        return [
          {
            ...event,
            outcome: {
              kind: 'measured',
              measurement: {
                ...outcome.measurement,
                latency,
                samplesPerSecond,
                stop: 'precision',
                memory: {
                  ...outcome.measurement.memory,
                  floorBytes: 6e7,
                  sessionBytes: 2e8,
                  peakBytes: 2.1e8 + point * 1.2e7,
                },
              },
            },
          },
        ]
      }
      default:
        return [event]
    }
  })
  return written.map((event, index) => ({ ...event, seq: index + 1 }))
}

/** A model that references know, and whose file is not there. */
const lostModel: ModelRecord = {
  ...modelRecord(),
  name: 'ResNet-50 v1.5',
  source: 'zoo',
  architecture: 'resnet50-v1.5',
}

/** Writes the runs and their model; gives the runs' ids in the same order. The app may be open on the same data. */
export function writeHistory(
  dataDir: string,
  runs: readonly WrittenRun[],
  model: ModelRecord = lostModel,
): readonly RunId[] {
  const db = openDatabase(join(dataDir, 'benchtop.sqlite'))
  try {
    const { name } = model
    new ModelStore(db).put(model)
    const store = new RunStore(db)
    return runs.map((run, index) => {
      const { boardId, boardName, createdMs } = run
      const plan = planOf({
        models: [{ sha256: model.sha256, name, dims: {}, inputs: {} }],
        batches: [1, 2, 4, 8],
        threads: [1, 4],
        ...run.plan,
      })
      const id = newRunId(new Date(createdMs), Uint8Array.of(index >> 16, index >> 8, index))
      // At once: an app that sees a run without events takes it for one that its program left.
      inTransaction(db, () => {
        store.add({ id, boardId, boardName, plan, createdMs })
        store.append(id, run.events?.(plan, id) ?? eventsOf(run, id, plan))
      })
      return id
    })
  } finally {
    db.close()
  }
}

const hourMs = 3_600_000

/** Two boards and this computer, and a second run of the first board. */
export function threeBoards(nowMs: number): readonly WrittenRun[] {
  const pi = { boardId: 'pi5', boardName: 'Raspberry Pi 5' }
  const rk = { boardId: 'rk3588', boardName: 'Radxa Rock 5B' }
  return [
    { ...pi, createdMs: nowMs - 4 * hourMs, medianNs: 180e6 },
    { ...pi, createdMs: nowMs - 3 * hourMs, medianNs: 180.5e6, tooLargeBatch: 8 },
    { ...rk, createdMs: nowMs - 2 * hourMs, medianNs: 122e6, ort: '1.29.0' },
    {
      boardId: 'this-computer',
      boardName: 'This computer',
      createdMs: nowMs - hourMs,
      medianNs: 61e6,
    },
  ]
}

/** The two boards of these runs as they were when they were last connected; nothing answers at their addresses. */
export function writeBoards(dataDir: string): void {
  const db = openDatabase(join(dataDir, 'benchtop.sqlite'))
  try {
    const store = new BoardStore(db)
    const [first] = journalOf(planOf())
    if (first?.type !== 'run-started') throw new Error('a journal begins with its start')
    const { facts } = first
    const os = { ...facts.os, arch: 'arm64' }
    const cluster = (name: string, cpus: readonly number[], maxKhz: number) => ({
      name,
      cpus: [...cpus],
      maxKhz,
    })
    const policy = (cpus: readonly number[], governor: string) => ({
      policy: `policy${cpus[0]}`,
      cpus: [...cpus],
      governor,
      minKhz: 408_000,
      maxKhz: null,
    })
    const cores = (model: string, count: number) => ({
      model,
      logicalCores: count,
      availableCores: count,
      features: null,
    })
    const boards: readonly (readonly [id: string, name: string, own: Partial<BoardFacts>])[] = [
      [
        'pi5',
        'Raspberry Pi 5',
        {
          model: 'Raspberry Pi 5 Model B Rev 1.0',
          soc: 'Broadcom BCM2712',
          cpu: cores('Cortex-A76', 4),
          clusters: [cluster('Cortex-A76', [0, 1, 2, 3], 2_400_000)],
          cpuPolicies: [policy([0, 1, 2, 3], 'ondemand')],
          memoryBytes: 8 * 2 ** 30,
        },
      ],
      [
        'rk3588',
        'Radxa Rock 5B',
        {
          model: 'Radxa ROCK 5B',
          soc: 'Rockchip RK3588',
          cpu: cores('Cortex-A55, Cortex-A76', 8),
          clusters: [
            cluster('Cortex-A55', [0, 1, 2, 3], 1_800_000),
            cluster('Cortex-A76', [4, 5], 2_256_000),
            cluster('Cortex-A76', [6, 7], 2_256_000),
          ],
          cpuPolicies: [
            policy([0, 1, 2, 3], 'schedutil'),
            policy([4, 5], 'performance'),
            policy([6, 7], 'performance'),
          ],
          memoryBytes: 16 * 2 ** 30,
        },
      ],
    ]
    for (const [index, [id, name, own]] of boards.entries()) {
      const login = { kind: 'auto' } as const
      const address = { host: `${id}.invalid`, port: 22, user: 'edge', login, via: [] }
      store.add({ kind: 'ssh', id, name, address }, index + 1)
      store.setFacts(id, { ...facts, hostname: id, os, ...own })
    }
  } finally {
    db.close()
  }
}
