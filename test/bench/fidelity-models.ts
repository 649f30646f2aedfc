// The models of the fidelity bench: from one element to about ten milliseconds on a desktop core.

import { tinyModel } from '../../src/agent/model/tiny.ts'
import { floats, modelOf, value } from '../fixtures/onnx.ts'

interface BenchModel {
  readonly name: string
  readonly bytes: Uint8Array
}

/** So many products of matrices with a Relu behind each: x[1, rows, width] → y[1, rows, width]. */
function dense(layers: number, rows: number, width: number): Uint8Array {
  const steps = Array.from({ length: layers }, (_, layer) => layer)
  return modelOf({
    nodes: steps.flatMap((layer) => [
      {
        opType: 'MatMul',
        input: [layer === 0 ? 'x' : `relu${layer - 1}`, `w${layer}`],
        output: [`product${layer}`],
      },
      {
        opType: 'Relu',
        input: [`product${layer}`],
        output: [layer === layers - 1 ? 'y' : `relu${layer}`],
      },
    ]),
    inputs: [value('x', [1, rows, width])],
    outputs: [value('y', [1, rows, width])],
    weights: steps.map((layer) => floats(`w${layer}`, [width, width], 1 / width)),
  })
}

/** So many 3 × 3 convolutions with a Relu behind each, over pictures of 32 channels. */
function convolutions(layers: number, side: number): Uint8Array {
  const steps = Array.from({ length: layers }, (_, layer) => layer)
  const channels = 32
  return modelOf({
    nodes: steps.flatMap((layer) => [
      {
        opType: 'Conv',
        input: [layer === 0 ? 'x' : `relu${layer - 1}`, `w${layer}`],
        output: [`map${layer}`],
        attribute: [{ name: 'pads', type: 7, ints: [1, 1, 1, 1] }],
      },
      {
        opType: 'Relu',
        input: [`map${layer}`],
        output: [layer === layers - 1 ? 'y' : `relu${layer}`],
      },
    ]),
    inputs: [value('x', [1, channels, side, side])],
    outputs: [value('y', [1, channels, side, side])],
    weights: steps.map((layer) =>
      floats(`w${layer}`, [channels, channels, 3, 3], 1 / (9 * channels)),
    ),
  })
}

export const benchModels: readonly BenchModel[] = [
  { name: 'relu, 1 element', bytes: tinyModel() },
  { name: 'matrices, about 80 µs', bytes: dense(2, 24, 256) },
  { name: 'matrices, about 3 ms', bytes: dense(4, 192, 512) },
  { name: 'convolutions, about 10 ms', bytes: convolutions(8, 64) },
]
