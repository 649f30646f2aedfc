// Which cores a plan's word means on a board.

import { expect, test } from 'vitest'
import { readClusters } from '../../src/agent/facts/clusters.ts'
import { allowedCpus, cpusFor, kindsOf, placedBy } from '../../src/agent/run/placement.ts'
import { FaultError } from '../../src/shared/fault.ts'
import {
  altra,
  type BoardTree,
  hybridPc,
  orinNx,
  pi5,
  rock5b,
  x86Vm,
} from '../fixtures/board-trees.ts'

const clusters = (tree: BoardTree) => readClusters('A CPU', (path) => tree[path] ?? null)
const eight = [0, 1, 2, 3, 4, 5, 6, 7]

function objection(work: () => unknown): string {
  try {
    work()
  } catch (thrown) {
    if (!(thrown instanceof FaultError)) throw thrown
    expect(thrown.fault.code).toBe('placement-impossible')
    return thrown.fault.detail ?? ''
  }
  throw new Error('it was possible')
}

test('two clusters of one kind are big together', () => {
  expect(kindsOf(clusters(rock5b))).toEqual({ big: [4, 5, 6, 7], little: [0, 1, 2, 3] })
  expect(kindsOf(clusters(hybridPc))).toEqual({ big: [0, 1, 2, 3], little: [4, 5] })
})

test.each([
  ['Raspberry Pi 5', pi5],
  ['Orin NX with a cluster offline', orinNx],
  ['a server', altra],
  ['a virtual machine', x86Vm],
])('%s has one kind of core', (_, tree) => {
  expect(kindsOf(clusters(tree))).toBeNull()
  expect(objection(() => cpusFor('big', clusters(tree), eight))).toMatch('one kind')
})

test('cores of one name are told apart by their clock', () => {
  const core = { name: 'Cortex-A72' }
  expect(
    kindsOf([
      { ...core, cpus: [0, 1], maxKhz: 2_000_000 },
      { ...core, cpus: [2], maxKhz: 1_000_000 },
    ]),
  ).toEqual({ big: [0, 1], little: [2] })
})

test('only cores that may be used are', () => {
  const rock = clusters(rock5b)
  expect(cpusFor('all', rock, null)).toBeNull()
  expect(cpusFor('big', rock, [0, 4, 5])).toEqual([4, 5])
  expect(objection(() => cpusFor('big', rock, [0, 1]))).toMatch('4, 5, 6, 7')
  expect(cpusFor([7, 0], rock, eight)).toEqual([7, 0])
  expect(objection(() => cpusFor([0, 8, 9], rock, eight))).toMatch('8, 9')
  expect(objection(() => cpusFor([0], rock, null))).toMatch('does not say')
})

test.skipIf(process.platform !== 'linux')(
  'the kernel’s own word of what may be used is read',
  () => {
    expect(allowedCpus(() => 'Name:\tnode\nCpus_allowed:\tf\nCpus_allowed_list:\t0-2,5\n')).toEqual(
      [0, 1, 2, 5],
    )
  },
)

test('without a taskset that works it is impossible, and says so', () => {
  const path = process.env.PATH
  process.env.PATH = '/nowhere'
  try {
    expect(objection(() => placedBy([0], [0]))).toMatch('taskset')
  } finally {
    process.env.PATH = path
  }
})
