// Names of values are found as ONNX resolves them, and their types as operators promise them; what is not known is not guessed.

import { describe, expect, test } from 'vitest'
import type { GraphProto } from '../../../src/agent/model/proto.ts'
import { dropUnread, Edit } from '../../../src/agent/variant/edit.ts'
import { inferTypes } from '../../../src/agent/variant/element-types.ts'
import { Scope } from '../../../src/agent/variant/scope.ts'
import { value } from '../../fixtures/onnx.ts'
import { graph, int, int64s, node, weights } from '../../fixtures/variants.ts'

const branch = (name: string, opType: string) =>
  graph(name, { name, node: [node(opType, ['h'], 'b')], output: [{ name: 'b' }] })

const branching = (): GraphProto => ({
  node: [
    node('MatMul', ['x', 'w'], 'h'),
    node('If', ['c'], 'y', [branch('then_branch', 'Relu'), branch('else_branch', 'Shape')]),
  ],
  input: [value('x', [1, 4]), value('c', [], 'bool')],
  output: [{ name: 'y' }],
  initializer: [weights('w', [4, 4], 1)],
})

/** Types of a graph's values by name. */
function typesOf(told: GraphProto): Record<string, string | null> {
  const root = new Scope(told)
  inferTypes(root)
  return Object.fromEntries([...root.values].map(([name, { type }]) => [name, type]))
}

describe('scopes', () => {
  test('a branch reads what stands outside of it, and two branches may use a name', () => {
    const root = new Scope(branching())
    const [outer, one, other] = root.all()
    expect(root.values.get('h')?.uses.map(({ scope }) => scope)).toEqual([one, other])
    expect(one?.values.get('b')).not.toBe(other?.values.get('b'))
    expect(one?.find('w')).toBe(outer?.values.get('w'))
    expect(root.find('b')).toBeUndefined()
  })

  test('a constant is one however it is written', () => {
    const t = { ...weights('', [2], 1), name: '' }
    const root = new Scope({
      node: [node('Constant', [], 'c', [{ name: 'value', type: 4, t }])],
      initializer: [weights('w', [2], 1)],
    })
    expect(root.values.get('c')?.constant).toBe(t)
    expect(root.values.get('w')?.constant?.name).toBe('w')
  })
})

describe('types', () => {
  test('follow the operators', () => {
    const types = typesOf({
      node: [
        node('Cast', ['x'], 'i', [int('to', 7)]),
        node('Shape', ['x'], 's'),
        node('Greater', ['x', 'x'], 'g'),
        node('Where', ['g', 'i', 'i'], 'w'),
        node('TopK', ['x', 's'], ['top', 'at']),
        node('DynamicQuantizeLinear', ['x'], ['q', 'scale', 'zero']),
        node('MatMulInteger', ['q', 'q'], 'm'),
        node('Gather', ['x', 'i'], 'picked'),
      ],
      input: [value('x', [4])],
    })
    expect(types).toMatchObject({
      ...{ i: 'int64', s: 'int64', g: 'bool', w: 'int64', top: 'float', at: 'int64' },
      ...{ q: 'uint8', scale: 'float', zero: 'uint8', m: 'int32', picked: 'float' },
    })
  })

  test('of an operator that is not known are what the model says, or not known', () => {
    const odd = { ...node('Odd', ['x'], ['told', 'untold']), domain: 'own' }
    const types = typesOf({
      node: [odd, node('Relu', ['untold'], 'y'), node('Relu', ['told'], 'z')],
      input: [value('x', [4])],
      valueInfo: [value('told', [4], 'float16')],
    })
    expect(types).toEqual({ x: 'float', told: 'float16', untold: null, y: null, z: 'float16' })
  })

  test('of a loop’s body come from the loop', () => {
    const body = {
      node: [node('Relu', ['state'], 'next'), node('Identity', ['on'], 'still')],
      input: [{ name: 'count' }, { name: 'on' }, { name: 'state' }],
      output: [{ name: 'still' }, { name: 'next' }],
    }
    const types = typesOf({
      node: [node('Loop', ['', '', 'x'], 'y', [graph('body', body)])],
      input: [value('x', [4], 'double')],
    })
    expect(types).toMatchObject({ y: 'double' })
  })
})

describe('editing', () => {
  test('gives names that nothing has, in no graph', () => {
    const edit = new Edit(new Scope(branching()))
    expect(['b', 'b', 'new'].map((base) => edit.name(base))).toEqual(['b_1', 'b_2', 'new'])
  })

  test('drops what nothing reads, however deep, and nothing else', () => {
    const told = branching()
    told.node?.push(node('Relu', ['h'], 'dead'), node('Add', ['dead', 'k'], 'deader'))
    told.initializer?.push(int64s('k', [1]))
    dropUnread(told)
    expect(told.node?.map(({ opType }) => opType)).toEqual(['MatMul', 'If'])
    expect(told.initializer?.map(({ name }) => name)).toEqual(['w'])
  })
})
