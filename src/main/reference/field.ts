// ONNX Runtime figures of MLPerf submissions as `resources/references/field.json` keeps them: rounded, with the
// place in the submission but without its exact address, and often without a precision, which is then unknown.

import { z } from 'zod'
import type { Reference } from '../../shared/reference.ts'
import { architectureOf, idOf, roundOf, sizesOf } from './mlperf.ts'

const ortRowSchema = z.object({
  /** `machine, ORT version device` */
  system: z.string(),
  model: z.string(),
  singleStreamP90Ms: z.number().positive().optional(),
  offlineSamplesPerS: z.number().positive().optional(),
  offlineInferred: z.boolean().optional(),
  /** `inference_results_ROUND DIVISION/SUBMITTER/SYSTEM` */
  source: z.string(),
})
export const fieldFileSchema = z.object({ onnxRuntimeMlperf: z.array(ortRowSchema) })
type OrtRow = z.infer<typeof ortRowSchema>

const placeInResults = /^inference_results_(v[\d.]+) (closed|open)\/([^/]+)\/(.+)$/

function referencesOf(row: OrtRow): readonly Reference[] {
  const architecture = architectureOf(row.model)
  const [, round, division, submitter, system] = placeInResults.exec(row.source) ?? []
  if (architecture === undefined || !round || !division || !submitter || !system) return []
  const [machine = row.system, runtime = ''] = row.system.split(', ')
  const onCpu = /\bCPU\b/.test(row.system)
  const shared = {
    architecture,
    sizes: sizesOf(architecture),
    system: machine,
    accelerator: onCpu ? null : machine,
    accelerators: onCpu ? 0 : 1,
    runtime: runtime.replace(/^ORT\b/, 'ONNX Runtime'),
    precision: 'unknown',
    batch: null,
    round: roundOf(round, division),
    submitter,
    sourceUrl: `https://github.com/mlcommons/inference_results_${round}`,
  }
  const id = (scenario: string) => idOf(row.model, round, division, submitter, system, scenario)
  const found: Reference[] = []
  if (row.singleStreamP90Ms !== undefined)
    found.push({
      ...shared,
      id: id('single-stream'),
      metric: 'latencyP90',
      scenario: 'single-stream',
      value: row.singleStreamP90Ms * 1e6,
    })
  if (row.offlineSamplesPerS !== undefined && row.offlineInferred !== true)
    found.push({
      ...shared,
      id: id('offline'),
      metric: 'throughput',
      scenario: 'offline',
      value: row.offlineSamplesPerS,
    })
  return found
}

export function referencesOfField(rows: readonly OrtRow[]): readonly Reference[] {
  return rows.flatMap(referencesOf)
}
