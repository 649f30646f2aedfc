// What the charts are made of: references and their labels, colours, places of labels, file names.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barData } from '../../src/renderer/charts/barChart.ts'
import { hatchedBars } from '../../src/renderer/charts/hatch.ts'
import { heatColor, logPosition } from '../../src/renderer/charts/heat.ts'
import { labelWidth, spreadLabels, stackLabels } from '../../src/renderer/charts/labels.ts'
import { lineData, lineOptions, needsLogScale } from '../../src/renderer/charts/lineChart.ts'
import { chartInks } from '../../src/renderer/charts/palette.ts'
import { fileName } from '../../src/renderer/charts/picture.ts'
import { comparedAt, comparedResult } from '../../src/shared/compared-result.ts'
import {
  comparableReferences,
  defaultReferences,
  precisionTerm,
  referenceLine,
  runtimeName,
} from '../../src/shared/drawn-reference.ts'
import { pointsOf } from '../../src/shared/plan.ts'
import type { Reference } from '../../src/shared/reference.ts'
import { planOf } from '../fixtures/runs.ts'

const reference = (over: Partial<Reference>): Reference => ({
  id: over.id ?? 'r',
  metric: 'throughput',
  value: 100,
  architecture: 'resnet50-v1.5',
  system: 'Desk',
  accelerator: null,
  accelerators: 0,
  runtime: 'ONNX Runtime 1.20',
  precision: 'fp32',
  batch: null,
  scenario: 'single-stream',
  sizes: {},
  round: 'v4.1',
  submitter: 'Someone',
  sourceUrl: 'https://example.org/source',
  ...over,
})

const ours = {
  runtime: 'ONNX Runtime 1.30.0',
  precision: 'fp32',
  scenario: 'single-stream',
  batch: 1,
  sizes: { sequence: 128 },
}

describe('references', () => {
  it('are of the same metric and architecture only, nearest first, each label once', () => {
    const found = comparableReferences(
      [
        reference({ id: 'far', value: 1e6, system: 'Far' }),
        reference({ id: 'near', value: 40, system: 'Near' }),
        reference({ id: 'again', value: 5, system: 'Near' }),
        reference({ id: 'other-metric', metric: 'latencyP90' }),
        reference({ id: 'other-model', architecture: 'bert-large' }),
      ],
      'throughput',
      'resnet50-v1.5',
      30,
    )
    expect(found.map(({ id }) => id)).toEqual(['near', 'far'])
  })

  it('are none for a model of unknown architecture', () => {
    expect(comparableReferences([reference({})], 'throughput', null, 30)).toEqual([])
  })

  it('always include one with an accelerator where there is one', () => {
    const near = ['a', 'b', 'c', 'd'].map((id) => reference({ id, system: id }))
    const chosen = defaultReferences([
      ...near,
      reference({ id: 'gpu', accelerator: 'NVIDIA T4', accelerators: 1 }),
    ])
    expect(chosen.map(({ id }) => id)).toEqual(['a', 'b', 'gpu'])
    expect(defaultReferences(near)).toHaveLength(3)
  })

  it('name their device, runtime, precision and origin, and every mismatch', () => {
    const line = referenceLine(
      reference({
        accelerator: 'NVIDIA T4',
        accelerators: 2,
        runtime: 'TensorRT 8.6.0, CUDA 12.0',
        precision: 'int8',
        scenario: 'offline',
        sizes: { sequence: 384 },
      }),
      ours,
    )
    expect(line.label).toBe('2× NVIDIA T4 · TensorRT · int8 · MLPerf v4.1 offline')
    expect(line.mismatches).toEqual([
      { term: 'runtime', reference: 'TensorRT', result: 'ONNX Runtime' },
      { term: 'precision', reference: 'int8', result: 'fp32' },
      { term: 'scenario', reference: 'offline', result: 'single-stream' },
      { term: 'batch', reference: 'unknown', result: '1' },
      { term: 'size', reference: 'sequence 384', result: 'sequence 128' },
    ])
    expect(referenceLine(reference({}), ours).mismatches).toEqual([])
  })

  it('agree in batch only where both are known to be the same; single-stream is one sample', () => {
    const terms = (over: Partial<Reference>, batch: number | null) =>
      referenceLine(reference(over), { ...ours, batch }).mismatches
    expect(terms({ batch: null }, 1)).toEqual([])
    expect(terms({ batch: null }, 8)).toEqual([{ term: 'batch', reference: '1', result: '8' }])
    const offline = { ...ours, scenario: 'offline' }
    const known = referenceLine(reference({ scenario: 'offline', batch: 8 }), {
      ...offline,
      batch: 8,
    })
    expect(known.mismatches).toEqual([])
  })

  it('are held against the terms of the points on their chart', () => {
    const plan = planOf({ scenarios: ['offline'], batches: [4, 2], engines: ['onnxruntime-node'] })
    const points = pointsOf(plan).map((point) => ({ point }))
    expect(comparedResult(points, 'fp32', '1.30.0')).toEqual({
      runtime: 'ONNX Runtime 1.30.0 (onnxruntime-node)',
      precision: 'fp32',
      scenario: 'offline',
      batch: 2,
      sizes: {},
    })
    const both = pointsOf(planOf({ scenarios: ['offline', 'single-stream'] }))
    const mixed = comparedResult(
      both.map((point) => ({ point })),
      'fp32',
      '1.30.0',
    )
    expect(referenceLine(reference({}), mixed).mismatches).toMatchObject([{ term: 'scenario' }])
  })

  it('are held against the results at their own precision, where a chart has several', () => {
    const variant = { name: 'net', dims: {}, inputs: {}, original: 'a'.repeat(64) }
    const points = pointsOf(
      planOf({
        models: [
          { sha256: 'a'.repeat(64), name: 'net', dims: {}, inputs: {}, precision: 'fp32' },
          { ...variant, sha256: 'b'.repeat(64), precision: 'int8-static' },
          { ...variant, sha256: 'c'.repeat(64), precision: 'int8-dynamic' },
        ],
        batches: [1],
      }),
    ).map((point) => ({ point }))
    const terms = (precision: string, some = points) =>
      referenceLine(reference({ precision }), comparedAt(precision, some, 'fp32', '1.30.0'))
        .mismatches
    expect(terms('fp32')).toEqual([])
    expect(terms('int8')).toEqual([])
    expect(terms('fp16')).toEqual([{ term: 'precision', reference: 'fp16', result: 'fp32, int8' }])
    // Beside a variant alone, what its original computes in does not matter.
    expect(terms('fp32', points.slice(1))).toEqual([
      { term: 'precision', reference: 'fp32', result: 'int8' },
    ])
  })

  it('say on every label of a latency which percentile it is', () => {
    const { label, labels } = referenceLine(reference({ metric: 'latencyP90' }), ours)
    expect(label).toBe('Desk · ONNX Runtime · fp32 · MLPerf v4.1 single-stream p90')
    for (const shorter of labels) expect(shorter).toMatch(/p90$/)
  })

  it('call a runtime by its name, an unknown one by its first words', () => {
    expect(runtimeName('23.02 Jetson Preview, TensorRT 8.5.2, CUDA 11.4')).toBe('TensorRT')
    expect(runtimeName('KILT with ONNX Runtime support')).toBe('ONNX Runtime')
    expect(runtimeName('Fastest 1.0, own kernels')).toBe('Fastest 1.0')
  })
})

describe('a precision as references name it', () => {
  it('does not say where the ranges of int8 come from', () => {
    expect(['fp32', 'fp16', 'int8-dynamic', 'int8-static', null].map(precisionTerm)).toEqual([
      'fp32',
      'fp16',
      'int8',
      'int8',
      'unknown',
    ])
  })
})

describe('heat colours', () => {
  it('go by ratio: a factor is the same distance everywhere', () => {
    expect(logPosition(10, 1, 100)).toBeCloseTo(0.5)
    expect(logPosition(1, 1, 1)).toBe(0)
    expect(logPosition(1e9, 1, 100)).toBe(1)
  })

  it('always carry an ink that can be read on them', () => {
    const share = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), (position) => {
        const { fill, ink } = heatColor(position)
        const [red = 0, green = 0, blue = 0] = (fill.match(/\d+/g) ?? []).map(Number)
        const ground = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue)
        const contrast = ink === '#ffffff' ? 1.05 / (ground + 0.05) : (ground + 0.05) / 0.05
        return contrast >= 4.5
      }),
    )
  })
})

describe('labels', () => {
  it('stay where they are while there is room', () => {
    expect(spreadLabels([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90])
  })

  it('never cover each other, keep their order, and stay inside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 350 }), { minLength: 1, maxLength: 12 }),
        (places) => {
          const spread = spreadLabels(places, 14, 0, 300)
          const order = places.map((_, index) => index)
          order.sort((a, b) => (spread[a] ?? 0) - (spread[b] ?? 0))
          const sorted = order.map((index) => spread[index] ?? 0)
          const apart = sorted.every(
            (place, index) => index === 0 || place - (sorted[index - 1] ?? 0) >= 14,
          )
          const ordered = order.every(
            (index, at) => at === 0 || (places[index] ?? 0) >= (places[order[at - 1] ?? 0] ?? 0),
          )
          return apart && ordered && sorted.every((place) => place >= 0 && place <= 300)
        },
      ),
    )
  })
})

describe('labels of a scatter', () => {
  const box = fc.record({
    x: fc.integer({ min: 0, max: 300 }),
    y: fc.integer({ min: 0, max: 300 }),
    width: fc.integer({ min: 10, max: 120 }),
  })

  it('stay at their points where they are clear, and never cover each other', () => {
    expect(
      stackLabels(
        [
          { x: 0, y: 10, width: 50 },
          { x: 60, y: 10, width: 50 },
        ],
        14,
        300,
      ),
    ).toEqual([10, 10])
    fc.assert(
      fc.property(fc.array(box, { maxLength: 10 }), (boxes) => {
        const places = stackLabels(boxes, 14, 300)
        for (const [index, one] of boxes.entries())
          for (const [before, other] of boxes.slice(0, index).entries()) {
            const beside = one.x + one.width <= other.x || other.x + other.width <= one.x
            const apart = Math.abs((places[index] ?? 0) - (places[before] ?? 0)) >= 14
            expect(beside || apart).toBe(true)
          }
        expect(places.every((y) => y <= 300)).toBe(true)
      }),
    )
  })
})

describe('line charts', () => {
  const chart = (lines: number, log: boolean) => ({
    groups: ['1', '2'],
    lines: Array.from({ length: lines }, (_, index) => ({
      label: `line ${index}`,
      ink: index,
      variant: index % 2 === 1,
      values: [1, 2],
      whiskers: [],
    })),
    references: [
      { id: 'like', labels: ['like'], value: 3, broken: false },
      { id: 'unlike', labels: ['unlike'], value: 4, broken: true },
    ],
    xTitle: 'batch size',
    yTitle: 'latency',
    log,
    inks: chartInks.light,
    pointWords: () => '',
  })

  it('carry the names of up to five lines themselves', () => {
    expect(lineData(chart(5, false)).datasets.every(({ directLabel }) => directLabel)).toBe(true)
    expect(lineData(chart(6, false)).datasets.some(({ directLabel }) => directLabel)).toBe(false)
  })

  it('start at zero on a linear axis', () => {
    expect(lineOptions(chart(1, false)).scales?.y).toMatchObject({
      type: 'linear',
      beginAtZero: true,
    })
    expect(lineOptions(chart(1, true)).scales?.y).toMatchObject({ type: 'logarithmic' })
  })

  it('draw a reference under other terms broken and a like one full', () => {
    const { annotations } = lineOptions(chart(1, false)).plugins?.annotation ?? {}
    expect(annotations).toMatchObject({ like: { borderDash: [] }, unlike: { borderDash: [7, 5] } })
  })

  it('turn to a logarithmic axis where a linear one would squeeze the result', () => {
    expect(needsLogScale([10, 30, 150])).toBe(false)
    expect(needsLogScale([10, 30, 6000])).toBe(true)
    expect(needsLogScale([])).toBe(false)
  })
})

describe('bars', () => {
  const series = (invalid?: readonly boolean[]) => ({
    label: 'pi',
    ink: 0,
    values: [1, 2],
    whiskers: [null, null],
    ...(invalid === undefined ? {} : { invalid }),
  })
  it('are hatched where their value does not count, and nowhere else', () => {
    const { datasets } = barData({
      groups: ['1', '2'],
      series: [series([false, true]), series()],
      xTitle: '',
      yTitle: '',
      inks: chartInks.light,
      barWords: () => '',
    })
    expect(datasets.map(({ hatched }) => hatched)).toEqual([[false, true], []])
  })

  it('are crossed by lines that stay within the bar', () => {
    const drawn: string[] = []
    const ctx = new Proxy(
      {},
      {
        get: (_, name) =>
          name === 'rect' ? (...box: number[]) => drawn.push(box.join(' ')) : () => {},
        set: () => true,
      },
    )
    const bar = { getProps: () => ({ x: 50, y: 20, width: 30, base: 120 }) }
    const chart = { ctx, data: { datasets: [{ hatched: [false, true] }] } }
    const meta = { data: [bar, bar] }
    Reflect.apply(hatchedBars.afterDatasetDraw ?? (() => {}), hatchedBars, [
      chart,
      { index: 0, meta },
    ])
    expect(drawn).toEqual(['35 20 30 100'])
  })
})

describe('file names', () => {
  it('hold nothing that a file system or a shell could trip over', () => {
    expect(fileName(['ResNet-50 v1.5 on pi/../5', 'latency'], 'png')).toBe(
      'resnet-50-v1.5-on-pi-..-5-latency.png',
    )
    expect(fileName(['../..'], 'csv')).toBe('benchtop.csv')
  })
})

it('an ideograph takes more room than a letter', () => {
  expect(labelWidth('中位')).toBeGreaterThan(labelWidth('me'))
  expect(labelWidth('2 线程，中位')).toBeGreaterThanOrEqual(2 * 7 + 5 * 12)
})
