// Which references stand beside a result, and how their lines are labelled. A reference of another metric or
// another architecture is never drawn; one measured under other terms is drawn broken, with every term named.

import { type ComparedResult, type MismatchTerm, mismatches, type Reference } from './reference.ts'

export interface ReferenceLine {
  readonly reference: Reference
  readonly label: string
  /** The label again, and shorter ones for where there is less room. */
  readonly labels: readonly string[]
  /** Empty: like with like, a full line. */
  readonly mismatches: readonly {
    readonly term: MismatchTerm
    readonly reference: string
    readonly result: string
  }[]
}

const knownRuntimes: readonly (readonly [RegExp, string])[] = [
  [/onnx ?runtime/i, 'ONNX Runtime'],
  [/tensorrt/i, 'TensorRT'],
  [/openvino/i, 'OpenVINO'],
  [/tflite|tensorflow lite/i, 'TFLite'],
  [/armnn/i, 'ArmNN'],
  [/pytorch/i, 'PyTorch'],
  [/tvm/i, 'TVM'],
]

/** A submission's list of software by the name of its runtime. */
export function runtimeName(runtime: string): string {
  const known = knownRuntimes.find(([pattern]) => pattern.test(runtime))
  return known === undefined ? (runtime.split(',')[0] ?? runtime).trim() : known[1]
}

/** Submitters put their runtime behind the machine's name; it has a place of its own. */
const runtimeInBrackets = /\s*\([^)]*(?:onnx ?runtime|tensorrt|tflite|armnn)[^)]*\)$/i

/** The machine that a reference was measured on, with the count where it is more than one. */
export function referenceDevice({ accelerator, accelerators, system }: Reference): string {
  if (accelerator === null) return system.replace(runtimeInBrackets, '')
  return accelerators > 1 ? `${accelerators}× ${accelerator}` : accelerator
}

/** What was measured there, as MLPerf names it: a latency is never without its percentile, on no label. */
function measuredThere({ metric, scenario }: Reference): string {
  return metric === 'latencyP90' ? `${scenario} p90` : scenario
}

export function referenceLabel(reference: Reference): string {
  return [
    referenceDevice(reference),
    runtimeName(reference.runtime),
    reference.precision,
    `MLPerf ${reference.round} ${measuredThere(reference)}`,
  ].join(' · ')
}

export function referenceLine(reference: Reference, result: ComparedResult): ReferenceLine {
  const device = referenceDevice(reference)
  const terms = [device, runtimeName(reference.runtime), reference.precision]
  const percentile = reference.metric === 'latencyP90' ? ['p90'] : []
  return {
    reference,
    label: referenceLabel(reference),
    labels: [
      referenceLabel(reference),
      [...terms, measuredThere(reference)].join(' · '),
      [...terms, ...percentile].join(' · '),
      [device, ...percentile].join(' · '),
    ],
    mismatches: mismatches(reference, result).map((found) =>
      found.term === 'runtime'
        ? { ...found, reference: runtimeName(found.reference), result: runtimeName(found.result) }
        : found,
    ),
  }
}

/** References of this metric and architecture, one for each label, nearest value first. */
export function comparableReferences(
  references: readonly Reference[],
  metric: Reference['metric'],
  architecture: string | null,
  value: number,
): readonly Reference[] {
  const distance = (reference: Reference) => Math.abs(Math.log(reference.value / value))
  const fitting = references
    .filter((found) => found.metric === metric && found.architecture === architecture)
    .toSorted((a, b) => distance(a) - distance(b))
  const labels = new Set<string>()
  return fitting.filter((reference) => {
    const label = referenceLabel(reference)
    return labels.has(label) ? false : labels.add(label)
  })
}

/** The two nearest and the nearest with an accelerator; each device once. */
export function defaultReferences(nearestFirst: readonly Reference[]): readonly Reference[] {
  const devices = new Set<string>()
  const distinct = nearestFirst.filter((reference) => {
    const device = referenceDevice(reference)
    return devices.has(device) ? false : devices.add(device)
  })
  const near = distinct.slice(0, 2)
  const accelerated = distinct.find(
    (reference) => reference.accelerator !== null && !near.includes(reference),
  )
  return accelerated === undefined ? distinct.slice(0, 3) : [...near, accelerated]
}

/** A precision as references name it: they do not say where ranges come from. */
export function precisionTerm(precision: string | null): string {
  return precision === null ? 'unknown' : precision.replace(/^int8-.*$/, 'int8')
}
