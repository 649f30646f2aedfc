// BERT (Devlin et al. 2018) as PyTorch exports it, so that runtimes know its patterns, with an open batch and an open
// sequence of up to 512 tokens. The weights are random: right for speed, and for nothing else.

import type { ZooId } from '../../../shared/model.ts'
import type { NodeProto, TensorProto } from '../proto.ts'
import { type Attribute, float, inputValue, int, integers, ints, scalar } from './attributes.ts'
import { LargeWeights } from './large-weights.ts'
import { type ZooModel, zooModel } from './zoo-model.ts'

interface BertShape {
  readonly layers: number
  readonly width: number
  readonly heads: number
  readonly inner: number
  /** What stands on the encoder: the pooled first token, or a start and an end for each token (SQuAD). */
  readonly head: 'pooler' | 'span'
}

const vocabulary = 30_522
const positions = 512
const tokenTypes = 2
/** Standard deviation of the weights, as BERT is initialised. */
const deviation = 0.02
const epsilon = 1e-12
const seed = 110
const batch = 'N'
const sequence = 'sequence'
const castToFloat = 1

class Encoder {
  readonly nodes: NodeProto[] = []
  readonly constants: TensorProto[] = []
  readonly weights: LargeWeights
  readonly #shape: BertShape

  constructor(shape: BertShape, weights: LargeWeights) {
    this.#shape = shape
    this.weights = weights
  }

  node(opType: string, name: string, input: string[], attribute: Attribute[] = []): string {
    this.nodes.push({ opType, name, input, output: [name], attribute })
    return name
  }

  integers(name: string, values: readonly number[], dims?: readonly number[]): string {
    this.constants.push(integers(name, values, dims))
    return name
  }

  scalar(name: string, value: number): string {
    this.constants.push(scalar(name, value))
    return name
  }

  linear(name: string, input: string, from: number, to: number): string {
    const weight = this.weights.scattered(`${name}.weight`, [from, to], deviation)
    const bias = this.weights.constant(`${name}.bias`, [to], 0)
    const product = this.node('MatMul', `${name}.product`, [input, weight])
    return this.node('Add', name, [product, bias])
  }

  normalized(name: string, input: string): string {
    const { width } = this.#shape
    const scale = this.weights.constant(`${name}.scale`, [width], 1)
    const bias = this.weights.constant(`${name}.bias`, [width], 0)
    const attributes = [int('axis', -1), float('epsilon', epsilon)]
    return this.node('LayerNormalization', name, [input, scale, bias], attributes)
  }

  table(name: string, rows: number, indices: string): string {
    const weight = this.weights.scattered(`${name}.weight`, [rows, this.#shape.width], deviation)
    return this.node('Gather', name, [weight, indices], [int('axis', 0)])
  }

  embeddings(): string {
    const sizes = this.node('Shape', 'tokens.shape', ['input_ids'])
    const length = this.node('Gather', 'tokens.length', [sizes, this.integers('axis.one', [1], [])])
    const end = this.node('Unsqueeze', 'tokens.end', [length, 'zero'])
    const all = Array.from({ length: positions }, (_, index) => index)
    const used = this.node('Slice', 'positions.used', [
      this.integers('positions.all', all, [1, positions]),
      this.integers('zero', [0]),
      end,
      this.integers('one', [1]),
    ])
    const words = this.table('words', vocabulary, 'input_ids')
    const types = this.table('types', tokenTypes, 'token_type_ids')
    const placed = this.table('positions', positions, used)
    const typed = this.node('Add', 'embeddings.typed', [words, types])
    const sum = this.node('Add', 'embeddings.sum', [typed, placed])
    return this.normalized('embeddings', sum)
  }

  /** 0 where a token counts and −10000 where it does not, to be added before softmax. */
  mask(): string {
    const rows = this.node('Unsqueeze', 'mask.rows', ['attention_mask', 'one'])
    const wide = this.node('Unsqueeze', 'mask.wide', [rows, this.integers('two', [2])])
    const numbers = this.node('Cast', 'mask.float', [wide], [int('to', castToFloat)])
    const hidden = this.node('Sub', 'mask.hidden', [this.scalar('mask.one', 1), numbers])
    return this.node('Mul', 'mask', [hidden, this.scalar('mask.low', -10_000)])
  }

  attention(name: string, input: string, mask: string): string {
    const { width } = this.#shape
    const split = (part: string, order: readonly number[]) => {
      const projected = this.linear(`${name}.${part}`, input, width, width)
      const apart = this.node('Reshape', `${name}.${part}.apart`, [projected, 'heads.apart'])
      return this.node('Transpose', `${name}.${part}.heads`, [apart], [ints('perm', order)])
    }
    const query = split('query', [0, 2, 1, 3])
    const key = split('key', [0, 2, 3, 1])
    const value = split('value', [0, 2, 1, 3])
    const scores = this.node('MatMul', `${name}.scores`, [query, key])
    const scaled = this.node('Div', `${name}.scaled`, [scores, 'heads.scale'])
    const masked = this.node('Add', `${name}.masked`, [scaled, mask])
    const shares = this.node('Softmax', `${name}.shares`, [masked], [int('axis', -1)])
    const mixed = this.node('MatMul', `${name}.mixed`, [shares, value])
    const together = this.node(
      'Transpose',
      `${name}.ordered`,
      [mixed],
      [ints('perm', [0, 2, 1, 3])],
    )
    const joined = this.node('Reshape', `${name}.joined`, [together, 'heads.joined'])
    return this.linear(`${name}.output`, joined, width, width)
  }

  /** x · (1 + erf(x ÷ √2)) · ½ */
  gelu(name: string, input: string): string {
    const scaled = this.node('Div', `${name}.scaled`, [input, 'gelu.root'])
    const erf = this.node('Erf', `${name}.erf`, [scaled])
    const raised = this.node('Add', `${name}.raised`, [erf, 'gelu.one'])
    const product = this.node('Mul', `${name}.product`, [input, raised])
    return this.node('Mul', name, [product, 'gelu.half'])
  }

  layer(name: string, input: string, mask: string): string {
    const { width, inner } = this.#shape
    const attended = this.attention(`${name}.attention`, input, mask)
    const first = this.node('Add', `${name}.attention.sum`, [attended, input])
    const middle = this.normalized(`${name}.attention.norm`, first)
    const wide = this.gelu(`${name}.gelu`, this.linear(`${name}.inner`, middle, width, inner))
    const narrow = this.linear(`${name}.outer`, wide, inner, width)
    const second = this.node('Add', `${name}.sum`, [narrow, middle])
    return this.normalized(`${name}.norm`, second)
  }

  body(): string {
    const { layers, width, heads } = this.#shape
    this.integers('heads.apart', [0, 0, heads, width / heads])
    this.integers('heads.joined', [0, 0, width])
    this.scalar('heads.scale', Math.sqrt(width / heads))
    this.scalar('gelu.root', Math.SQRT2)
    this.scalar('gelu.one', 1)
    this.scalar('gelu.half', 0.5)
    let hidden = this.embeddings()
    const mask = this.mask()
    for (let index = 0; index < layers; index++) hidden = this.layer(`layer${index}`, hidden, mask)
    return hidden
  }

  /** The name of each output with its shape. */
  headOn(hidden: string): readonly (readonly [string, readonly (number | string)[]])[] {
    const { width, head } = this.#shape
    if (head === 'pooler') {
      this.node('Identity', 'last_hidden_state', [hidden])
      const first = this.integers('first.token', [0], [])
      const token = this.node('Gather', 'pooler.token', [hidden, first], [int('axis', 1)])
      this.node('Tanh', 'pooler_output', [this.linear('pooler', token, width, width)])
      return [
        ['last_hidden_state', [batch, sequence, width]],
        ['pooler_output', [batch, width]],
      ]
    }
    const spans = this.linear('spans', hidden, width, 2)
    const sides = ['start', 'end'] as const
    this.nodes.push({
      opType: 'Split',
      name: 'spans.sides',
      input: [spans, this.integers('spans.sizes', [1, 1])],
      output: sides.map((side) => `spans.${side}`),
      attribute: [int('axis', -1)],
    })
    const last = this.integers('axis.last', [-1])
    return sides.map((side) => [
      this.node('Squeeze', `${side}_logits`, [`spans.${side}`, last]),
      [batch, sequence],
    ])
  }
}

function bert(zoo: ZooId, shape: BertShape): ZooModel {
  const encoder = new Encoder(shape, new LargeWeights(`${zoo}.weights`, seed))
  const outputs = encoder.headOn(encoder.body())
  const ids = ['input_ids', 'attention_mask', 'token_type_ids']
  return {
    model: zooModel(zoo, {
      node: encoder.nodes,
      initializer: [...encoder.constants, ...encoder.weights.tensors],
      // A runtime that does not know that the positions are as many as the tokens could not fuse anything.
      valueInfo: [inputValue('embeddings.sum', [batch, sequence, shape.width])],
      input: ids.map((name) => inputValue(name, [batch, sequence], 'int64')),
      output: outputs.map(([name, dims]) => inputValue(name, dims)),
    }),
    weights: encoder.weights,
  }
}

/** 109,482,240 parameters: 12 layers with the pooler. */
export const bertBase = (): ZooModel =>
  bert('bert-base', { layers: 12, width: 768, heads: 12, inner: 3072, head: 'pooler' })

/**
 * 334,094,338 parameters: 24 layers with the head that marks an answer's start and end. It is what MLPerf measures
 * as bert-99, at a sequence of 384.
 */
export const bertLarge = (): ZooModel =>
  bert('bert-large', { layers: 24, width: 1024, heads: 16, inner: 4096, head: 'span' })
