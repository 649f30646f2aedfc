// MobileNetV2 1.0 (Sandler et al. 2018): 3,504,872 parameters, 300.8 M multiply-adds at 224×224. The weights are
// random: right for speed, and for nothing else.

import { inputValue } from './attributes.ts'
import { Network } from './network.ts'
import { type ZooModel, zooModel } from './zoo-model.ts'

/** Expansion, channels, repetitions, stride of the first: table 2 of the paper. */
const stages = [
  { expansion: 1, channels: 16, blocks: 1, stride: 1 },
  { expansion: 6, channels: 24, blocks: 2, stride: 2 },
  { expansion: 6, channels: 32, blocks: 3, stride: 2 },
  { expansion: 6, channels: 64, blocks: 4, stride: 2 },
  { expansion: 6, channels: 96, blocks: 3, stride: 1 },
  { expansion: 6, channels: 160, blocks: 3, stride: 2 },
  { expansion: 6, channels: 320, blocks: 1, stride: 1 },
] as const
const stemChannels = 32
const lastChannels = 1280
const classes = 1000
/** A bottleneck is linear: the gain of two that He's weights have for a rectifier is taken back. */
const linearScale = Math.SQRT1_2
const seed = 2

interface Block {
  readonly from: number
  readonly to: number
  readonly expansion: number
  readonly stride: number
}

function invertedResidual(net: Network, name: string, input: string, block: Block): string {
  const { from, to, expansion, stride } = block
  const wide = from * expansion
  const expanded =
    expansion === 1
      ? input
      : net.relu6(
          `${name}.expand.relu`,
          net.convNorm(`${name}.expand`, input, { from, to: wide, kernel: 1, stride: 1 }),
        )
  const depthwise = { from: wide, to: wide, kernel: 3, stride, group: wide }
  const filtered = net.relu6(`${name}.relu`, net.convNorm(`${name}.depth`, expanded, depthwise))
  const narrow = { from: wide, to, kernel: 1, stride: 1 }
  const projected = net.convNorm(`${name}.project`, filtered, narrow, linearScale)
  return stride === 1 && from === to ? net.add(`${name}.sum`, projected, input) : projected
}

export function mobilenetV2(): ZooModel {
  const net = new Network(seed)
  const stem = { from: 3, to: stemChannels, kernel: 3, stride: 2 }
  let features = net.relu6('stem.relu', net.convNorm('stem', 'input', stem))
  let from: number = stemChannels
  for (const [index, { expansion, channels, blocks, stride }] of stages.entries())
    for (let block = 0; block < blocks; block++) {
      features = invertedResidual(net, `stage${index + 1}.block${block + 1}`, features, {
        ...{ from, to: channels, expansion },
        stride: block === 0 ? stride : 1,
      })
      from = channels
    }
  const last = { from, to: lastChannels, kernel: 1, stride: 1 }
  const wide = net.relu6('last.relu', net.convNorm('last', features, last))
  net.fullyConnected('logits', net.pooledFeatures('features', wide), lastChannels, classes)
  return {
    model: zooModel('mobilenet-v2-1.0', {
      node: net.nodes,
      initializer: net.weights,
      input: [inputValue('input', ['N', 3, 224, 224])],
      output: [inputValue('logits', ['N', classes])],
    }),
    weights: null,
  }
}
