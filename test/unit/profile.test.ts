// Which provider ran what, read from profiles as ONNX Runtime writes them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { providersOf } from '../../src/agent/profile/providers.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-profile-'))
afterAll(() => rmSync(dir, { recursive: true }))

interface Run {
  readonly name: string
  readonly op?: string
  readonly provider?: string
  readonly dur?: number
}

function line({ name, op = 'Conv', provider = 'CPUExecutionProvider', dur = 10 }: Run): string {
  const args = { parameter_size: '0', provider, node_index: '0', op_name: op }
  return JSON.stringify({ cat: 'Node', pid: 1, tid: 1, dur, ts: 7, ph: 'X', name, args })
}

function profile(lines: readonly string[]): string {
  const path = join(dir, 'profile.json')
  const model =
    '{"cat" : "Session","pid" :1,"dur" :900,"ts" :1,"ph" : "X","name" :"model_run","args" : {}}'
  writeFileSync(path, `[\n${[model, ...lines].join(',\n')}\n]\n`)
  return path
}

test('counts each node once however often it ran, and adds its time', () => {
  const runs = [
    line({ name: 'a_kernel_time', provider: 'CUDAExecutionProvider', dur: 30 }),
    line({ name: 'b_kernel_time', dur: 5 }),
    line({ name: 'c_kernel_time', provider: 'CUDAExecutionProvider', dur: 10 }),
  ]
  expect(providersOf(profile([...runs, ...runs]))).toEqual([
    { provider: 'CUDAExecutionProvider', nodes: 2, timeShare: 80 / 90 },
    { provider: 'CPUExecutionProvider', nodes: 1, timeShare: 10 / 90 },
  ])
})

test('takes only the runs of nodes, also where an older release tells of its fences', () => {
  const path = profile([
    line({ name: 'a_fence_before', provider: 'CUDAExecutionProvider', dur: 1000 }),
    line({ name: 'a_kernel_time', dur: 0 }),
  ])
  expect(providersOf(path)).toEqual([{ provider: 'CPUExecutionProvider', nodes: 1, timeShare: 1 }])
})

test('a provider that did nothing but copy took no node', () => {
  const path = profile([
    line({
      name: 'm_kernel_time',
      op: 'MemcpyFromHost',
      provider: 'CUDAExecutionProvider',
      dur: 2,
    }),
    line({ name: 'a_kernel_time', dur: 6 }),
  ])
  expect(providersOf(path)).toEqual([
    { provider: 'CPUExecutionProvider', nodes: 1, timeShare: 0.75 },
    { provider: 'CUDAExecutionProvider', nodes: 0, timeShare: 0.25 },
  ])
})

test('does not count the time inside a loop twice', () => {
  const path = profile([
    line({ name: 'inner_kernel_time', provider: 'CUDAExecutionProvider', dur: 40 }),
    line({ name: 'loop_kernel_time', op: 'Loop', dur: 50 }),
    line({ name: 'outer_kernel_time', dur: 40 }),
  ])
  expect(providersOf(path)).toEqual([
    { provider: 'CPUExecutionProvider', nodes: 2, timeShare: 0.5 },
    { provider: 'CUDAExecutionProvider', nodes: 1, timeShare: 0.5 },
  ])
})

test('passes over what is torn, foreign or out of bounds', () => {
  const path = join(dir, 'torn.json')
  const long = line({ name: 'x'.repeat(2 * 1024 * 1024) })
  writeFileSync(path, `[\n${line({ name: 'a_kernel_time' })},\n{"cat" : "No\n3,\nnull\n${long}\n`)
  expect(providersOf(path)).toEqual([{ provider: 'CPUExecutionProvider', nodes: 1, timeShare: 1 }])
  writeFileSync(path, '')
  expect(providersOf(path)).toEqual([])
})

test('the shares of the time are those of one whole', () => {
  const provider = fc.constantFrom(
    'CPUExecutionProvider',
    'CUDAExecutionProvider',
    'XnnpackExecutionProvider',
  )
  const run = fc.record({
    provider,
    dur: fc.nat(1000),
    name: fc.nat(20).map((n) => `${n}_kernel_time`),
  })
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 40 }), (runs) => {
      const shares = providersOf(profile(runs.map(line)))
      expect(shares.reduce((sum, { timeShare }) => sum + timeShare, 0)).toBeCloseTo(1)
      const nodes = new Set(runs.map(({ name, provider }) => `${name} ${provider}`)).size
      expect(shares.reduce((sum, share) => sum + share.nodes, 0)).toBe(nodes)
    }),
    { numRuns: 50 },
  )
})
