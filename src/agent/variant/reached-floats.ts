// The floats that the quantized values of a node stand for, followed back through what only moves them. Nodes that this takes
// are noted together, and only once all that a node reads was reached: half of it would be read by others and be nowhere.

import { moves } from '../../shared/moving-operators.ts'
import { operatorName } from '../model/node.ts'
import type { NodeProto } from '../model/proto.ts'
import type { Scope, Value } from './scope.ts'
import type { Steps, Undoing } from './undoing.ts'

/** Of a stored tensor: along which axis it has several scales, and how many elements share one. */
export interface Linear extends Steps {
  readonly axis: number
  readonly blockSize: number
}

/** More nodes are no way that an exporter writes; joined with itself again and again, a value takes endlessly many. */
const maxNodes = 64

export class ReachedFloats {
  readonly nodes: NodeProto[] = []
  readonly #undoing: Undoing
  readonly #scope: Scope
  readonly #found: (readonly [Value, string, Steps])[] = []

  constructor(undoing: Undoing, scope: Scope) {
    this.#undoing = undoing
    this.#scope = scope
  }

  /** The float value that a quantized one stands for in these steps; null where that can not be told. */
  of(value: Value, linear: Linear): string | null {
    const known = this.#undoing.floatOf(value, linear)
    if (known !== null) return known
    if (value.constant) return this.#undoing.weights(value, linear.scale, linear.zeroPoint, linear)
    const { producer } = value
    const isScalar = this.#undoing.floats(linear.scale)?.length === 1
    if (!producer || !moves(operatorName(producer)) || !isScalar) return null
    const places = operatorName(producer) === 'Concat' ? (producer.input ?? []).keys() : [0]
    const input = [...(producer.input ?? [])]
    for (const place of places) {
      const source = value.scope.read(producer, place)
      const float = source && this.of(source, linear)
      if (!float || this.nodes.length >= maxNodes) return null
      input[place] = float
    }
    const output = this.#undoing.edit.name(`${value.name}/float`)
    this.nodes.push({ ...producer, name: '', input, output: [output] })
    this.#found.push([value, output, linear])
    return output
  }

  /** Once the nodes are put in: others may read what they put out, in the graph where they stand. */
  note(): void {
    for (const [value, float, steps] of this.#found)
      if (value.scope === this.#scope) this.#undoing.standsFor(value, float, steps)
  }
}
