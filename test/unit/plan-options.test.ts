// What the options of `benchtop run` make of a plan, read as commander reads them.

import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import {
  addPlanOptions,
  type PlanOptions,
  withPlanOptions,
} from '../../src/main/command/plan-options.ts'
import { toFault } from '../../src/shared/fault.ts'
import { doublingsTo } from '../../src/shared/ladder.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { type Plan, planSchema } from '../../src/shared/plan.ts'

const models = [{ sha256: 'a'.repeat(64), name: 'net' }]
const base = planSchema.parse({
  models,
  scenarios: ['offline'],
  settings: { arena: [false] },
  batches: [3],
  threads: [2],
  engines: ['onnxruntime-node'],
  repetitions: 3,
  ladder: { latencyBoundMs: 7 },
  coolDown: { kind: 'time', ms: 5 },
  limits: modeLimits.normal,
  seed: 9,
})

function planOf(args: readonly string[], from: Plan | null = null): Plan {
  const command = addPlanOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  const options = command.parse([...args], { from: 'user' }).opts<PlanOptions>()
  return planSchema.parse({
    ...withPlanOptions(from, options, { cores: 6, isAll: from === null }),
    models,
  })
}

describe('the options of a run', () => {
  it('leave a plan as it is where they say nothing', () => {
    expect(planOf([], base)).toEqual(base)
  })

  it('make a plan of their own where there is none', () => {
    expect(planOf([])).toEqual(
      planSchema.parse({
        models,
        batches: [1, 2, 4],
        threads: [6],
        limits: modeLimits.quick,
        seed: 1,
      }),
    )
  })

  it.each<[string, object]>([
    ['-s single-stream,server --bound-ms 50', { server: { boundMs: 50 } }],
    ['-e ort-c,onnxruntime-node', { engines: ['ort-c', 'onnxruntime-node'] }],
    [
      '--provider CUDA,CPUExecutionProvider',
      { settings: { provider: ['CUDAExecutionProvider', 'CPUExecutionProvider'] } },
    ],
    [
      '--library /a,b.so --library bundled',
      { settings: { library: ['/a,b.so', null], arena: [true] } },
    ],
    [
      '--set arena=on,off --set placement=all,4-6+0,little --set optimization=basic',
      {
        settings: {
          arena: [true, false],
          placement: ['all', [4, 5, 6, 0], 'little'],
          optimization: ['basic'],
        },
      },
    ],
    ['--governor performance,as-found', { governors: ['performance', null] }],
    ['--frequency 1.2GHz,408MHz', { frequenciesKhz: [1_200_000, 408_000] }],
    ['-r 9', { repetitions: 9 }],
    ['--ladder', { batches: [...doublingsTo(1024)], ladder: { latencyBoundMs: null } }],
    ['--ladder 6 --bound-ms 2.5', { batches: [1, 2, 4, 6], ladder: { latencyBoundMs: 2.5 } }],
    ['--ladder -b 1,3', { batches: [1, 3], ladder: { latencyBoundMs: null } }],
    ['--cool-down 30s', { coolDown: { kind: 'time', ms: 30_000 } }],
    [
      '--cool-down 57.5C',
      { coolDown: { kind: 'temperature', belowMilliC: 57_500, maxMs: 600_000 } },
    ],
    ['--mode sustained', { limits: modeLimits.sustained }],
    ['--mode normal --known-to 0.5%', { limits: { ...modeLimits.normal, precision: 0.005 } }],
    [
      '--mode normal --sample-size normal-approximation',
      { limits: { ...modeLimits.normal, sampleSize: 'normal-approximation' } },
    ],
  ])('%s', (line, expected) => {
    expect(planOf(line.split(' '))).toMatchObject(expected)
  })

  it.each<[string, object]>([
    ['-b 1,2', { batches: [1, 2], ladder: null, repetitions: 3, seed: 9 }],
    ['--ladder 4', { batches: [1, 2, 4], ladder: { latencyBoundMs: 7 } }],
    ['--bound-ms 3', { ladder: { latencyBoundMs: 3 }, server: { boundMs: 100 } }],
    ['--set spinning=off', { settings: { arena: [false], spinning: [false] } }],
    ['--set arena=on', { settings: { arena: [true] } }],
    ['--cool-down none', { coolDown: { kind: 'none' } }],
    ['--known-to 2', { limits: { ...modeLimits.normal, precision: 0.02 } }],
    ['-t all', { threads: [6] }],
    ['--governor powersave', { governors: ['powersave'], frequenciesKhz: [null] }],
  ])('%s changes a plan', (line, expected) => {
    expect(planOf(line.split(' '), base)).toMatchObject(expected)
  })

  it('do not take a bound that nothing is bound by', () => {
    const why = () => {
      try {
        planOf(['--bound-ms', '5'])
      } catch (thrown) {
        return toFault(thrown).params.reason
      }
    }
    expect(why()).toMatch(/ladder or of the scenario server/)
  })

  it.each([
    ['-s', 'batch', /expected one of single-stream/],
    ['-e', 'tensorrt', /expected one of ort-c/],
    ['--set', 'arenas=on', /the names are library, provider/],
    ['--set', 'arena=maybe', /expected on or off/],
    ['--set', 'arena=', /expected on or off/],
    ['--set', 'arena=on,on', /expected on or off/],
    ['--set', 'placement=middle', /expected all, big, little/],
    ['--set', 'placement=7-4', /expected all, big, little/],
    ['--provider', 'a b', /expected a name such as CUDA/],
    ['--repetitions', '2,3', /expected one whole number/],
    ['--ladder', '0', /expected whole numbers/],
    ['--cool-down', '60', /expected 30s, 60C or none/],
    ['--cool-down', '0s', /expected 30s, 60C or none/],
    ['--mode', 'slow', /expected one of quick/],
    ['--known-to', '0', /expected a share/],
    ['--precision', '0.5%', /expected one of fp32, fp16/],
    ['--bound-ms', '-3', /expected a number above 0/],
    ['--governor', 'on demand', /expected the name of a governor/],
    ['--frequency', '1800', /expected a frequency with its unit/],
    ['--frequency', '1.8GHz,0MHz', /expected a frequency with its unit/],
  ])('%s %s is refused with a word on what is expected', (option, value, words) => {
    expect(() => planOf([option, value])).toThrow(words)
  })
})
