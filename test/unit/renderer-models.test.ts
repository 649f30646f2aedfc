// What the window says of models: their work, their operators, and which dropped file is what.

import { describe, expect, it } from 'vitest'
import { sortDropped } from '../../src/renderer/shell/dropped.ts'
import {
  formatFlops,
  operatorCounts,
  shownDims,
} from '../../src/renderer/views/models/modelFacts.ts'

describe('a model', () => {
  it('takes two operations for a multiply-add, and unknown work stays unknown', () => {
    expect(formatFlops(4.09e9)).toBe('8.18 GFLOP')
    expect(formatFlops(6)).toBe('12 FLOP')
    expect(formatFlops(null)).toBeNull()
  })

  it('lists its operators by how often they stand in it, then by name', () => {
    expect(operatorCounts({ Relu: 1, Conv: 4, Add: 1 })).toEqual([
      { operator: 'Conv', count: 4, share: 1 },
      { operator: 'Add', count: 1, share: 0.25 },
      { operator: 'Relu', count: 1, share: 0.25 },
    ])
    expect(operatorCounts({})).toEqual([])
  })

  it('marks dimensions that nothing fixes', () => {
    expect(shownDims({ name: 'x', type: 'float', dims: ['N', 3, ''] })).toEqual([
      { text: 'N', open: true },
      { text: '3', open: false },
      { text: '?', open: true },
    ])
  })
})

describe('dropped files', () => {
  const drop = (...names: readonly string[]) => {
    const { models, plans, unknown } = sortDropped(names.map((name) => new File([], name)))
    const namesOf = (files: readonly File[]) => files.map(({ name }) => name)
    return { models: namesOf(models), plans: namesOf(plans), unknown: namesOf(unknown) }
  }

  it('are told apart by their endings, in any case', () => {
    expect(drop('a.ONNX', 'b.yml', 'c.yaml', 'd.txt')).toEqual({
      models: ['a.ONNX'],
      plans: ['b.yml', 'c.yaml'],
      unknown: ['d.txt'],
    })
  })

  it('may be weights beside a model, which alone are nothing', () => {
    expect(drop('a.onnx', 'a.onnx_data', 'w.bin').unknown).toEqual([])
    expect(drop('w.bin').unknown).toEqual(['w.bin'])
  })
})
