// MLPerf Inference results as `resources/references/mlperf.json` keeps them, and the figures among them that can be
// drawn beside a sweep: measured, valid, and of an architecture that Benchtop knows.

import { z } from 'zod'
import type { ZooId } from '../../shared/model.ts'
import type { Reference } from '../../shared/reference.ts'

const mlperfRowSchema = z.object({
  round: z.string(),
  division: z.enum(['closed', 'open']),
  submitter: z.string(),
  system: z.string(),
  system_name: z.string(),
  model: z.string(),
  scenario_run: z.string(),
  inferred: z.boolean(),
  result: z.string(),
  latency_ns: z.record(z.string(), z.number().positive()),
  samples_per_s: z.number().positive().nullable(),
  source: z.url(),
  accelerator: z.string().nullable(),
  accelerators: z.int().min(0),
  framework: z.string(),
  precision: z.string(),
})
export const mlperfFileSchema = z.array(mlperfRowSchema)
type MlperfRow = z.infer<typeof mlperfRowSchema>

/** MLPerf's name of a model → the architecture in our own naming. The two BERTs differ in the accuracy that they keep. */
const architectures: Readonly<Record<string, ZooId>> = {
  resnet50: 'resnet50-v1.5',
  'bert-99': 'bert-large',
  'bert-99.9': 'bert-large',
}

export function architectureOf(model: string): ZooId | undefined {
  return architectures[model]
}

/** MLPerf gives BERT sequences of up to 384 tokens; its pictures have one size. */
export const sizesOf = (architecture: ZooId): Reference['sizes'] =>
  architecture === 'bert-large' ? { sequence: 384 } : {}

/** ResNet-50 came first, without its name in the id. */
export const idOf = (model: string, ...parts: readonly string[]) =>
  ['mlperf', ...(model === 'resnet50' ? [] : [model]), ...parts].join('/')

/** The open division relaxes MLPerf's rules, so it is said. */
export const roundOf = (round: string, division: string) =>
  division === 'open' ? `${round} open` : round

type Figure = Pick<Reference, 'metric' | 'scenario' | 'value'>

/** Single-stream results are judged by their early-stopping 90th percentile; a row without it has no figure. */
function figureOf({ scenario_run, latency_ns, samples_per_s }: MlperfRow): Figure | null {
  const p90Ns = latency_ns.p90_es
  if (scenario_run === 'SingleStream' && p90Ns !== undefined)
    return { metric: 'latencyP90', scenario: 'single-stream', value: p90Ns }
  if (scenario_run === 'Offline' && samples_per_s !== null)
    return { metric: 'throughput', scenario: 'offline', value: samples_per_s }
  return null
}

function referenceOf(row: MlperfRow): Reference | null {
  const architecture = architectureOf(row.model)
  const figure = figureOf(row)
  if (architecture === undefined || figure === null || row.inferred || row.result !== 'VALID')
    return null
  return {
    ...figure,
    id: idOf(row.model, row.round, row.division, row.submitter, row.system, figure.scenario),
    architecture,
    sizes: sizesOf(architecture),
    system: row.system_name,
    accelerator: row.accelerator,
    accelerators: row.accelerators,
    runtime: row.framework,
    precision: row.precision,
    batch: null,
    round: roundOf(row.round, row.division),
    submitter: row.submitter,
    sourceUrl: row.source,
  }
}

export function referencesOfMlperf(rows: readonly MlperfRow[]): readonly Reference[] {
  return rows.map(referenceOf).filter((reference) => reference !== null)
}
