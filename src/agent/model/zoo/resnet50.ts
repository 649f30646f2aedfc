// ResNet-50 v1.5 (He et al. 2015; v1.5 puts the stride of a stage into the 3×3 convolution of its first block):
// 25,557,032 parameters, 4.089 G multiply-adds at 224×224. The weights are random: right for speed, and for nothing else.

import { inputValue } from './attributes.ts'
import { Network } from './network.ts'
import { type ZooModel, zooModel } from './zoo-model.ts'

const stages = [
  { blocks: 3, width: 64, stride: 1 },
  { blocks: 4, width: 128, stride: 2 },
  { blocks: 6, width: 256, stride: 2 },
  { blocks: 3, width: 512, stride: 2 },
] as const
const expansion = 4
const classes = 1000
/** Scale of the last normalisation in a residual branch: the sum of 16 branches then keeps activations normal. */
const branchScale = 0.25
/** Scale of a shortcut that is a convolution: He's gain of two for a rectifier that does not follow it. */
const shortcutScale = Math.SQRT1_2
const seed = 50

interface Block {
  readonly from: number
  readonly width: number
  readonly stride: number
}

function bottleneck(net: Network, name: string, input: string, block: Block): string {
  const { from, width, stride } = block
  const to = width * expansion
  const first = net.convNorm(`${name}.a`, input, { from, to: width, kernel: 1, stride: 1 })
  const narrow = net.relu(`${name}.a.relu`, first)
  const second = net.convNorm(`${name}.b`, narrow, { from: width, to: width, kernel: 3, stride })
  const filtered = net.relu(`${name}.b.relu`, second)
  const last = { from: width, to, kernel: 1, stride: 1 }
  const branch = net.convNorm(`${name}.c`, filtered, last, branchScale)
  const shortcut =
    from === to
      ? input
      : net.convNorm(`${name}.shortcut`, input, { from, to, kernel: 1, stride }, shortcutScale)
  return net.relu(`${name}.relu`, net.add(`${name}.sum`, branch, shortcut))
}

export function resnet50(): ZooModel {
  const net = new Network(seed)
  const stem = net.convNorm('stem', 'input', { from: 3, to: 64, kernel: 7, stride: 2 })
  let features = net.maxPool('stem.pool', net.relu('stem.relu', stem), 3, 2)
  let from = 64
  for (const [index, { blocks, width, stride }] of stages.entries())
    for (let block = 0; block < blocks; block++) {
      const name = `stage${index + 1}.block${block + 1}`
      features = bottleneck(net, name, features, { from, width, stride: block === 0 ? stride : 1 })
      from = width * expansion
    }
  net.fullyConnected('logits', net.pooledFeatures('features', features), from, classes)
  return {
    model: zooModel('resnet50-v1.5', {
      node: net.nodes,
      initializer: net.weights,
      input: [inputValue('input', ['N', 3, 224, 224])],
      output: [inputValue('logits', ['N', classes])],
    }),
    weights: null,
  }
}
