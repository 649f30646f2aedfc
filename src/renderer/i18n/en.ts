// Every English sentence of the window. The faults' own sentences stand in the catalogue, those of a result in
// `resultWords`, and are taken from there.
// Another language is a folder of the same shape.

import type { FaultCode } from '../../shared/fault.ts'
import { faultCatalogue } from '../../shared/fault-catalogue.ts'
import { resultWords } from '../../shared/result-words.ts'
import { boardsWords } from './en/boards.ts'
import { chartsWords } from './en/charts.ts'
import { compareWords } from './en/compare.ts'
import { energyWords } from './en/energy.ts'
import { historyWords } from './en/history.ts'
import { inputsWords } from './en/inputs.ts'
import { modelsWords } from './en/models.ts'
import { monitorWords } from './en/monitor.ts'
import { pointWords } from './en/point.ts'
import { precisionsWords } from './en/precisions.ts'
import { referencesWords } from './en/references.ts'
import { reportWords } from './en/report.ts'
import { runWords } from './en/run.ts'
import { shellWords } from './en/shell.ts'
import { sweepWords } from './en/sweep.ts'
import { tuneWords } from './en/tune.ts'
import { variantsWords } from './en/variants.ts'

export interface FaultWords {
  readonly message: string
  readonly hint: string
}

const fault = Object.fromEntries(
  Object.entries(faultCatalogue).map(([code, { message, hint }]) => [code, { message, hint }]),
) as Record<FaultCode, FaultWords>

export const en = {
  fault,
  ...resultWords,
  ...shellWords,
  ...monitorWords,
  ...tuneWords,
  ...modelsWords,
  ...variantsWords,
  ...precisionsWords,
  ...inputsWords,
  ...boardsWords,
  ...sweepWords,
  ...runWords,
  ...pointWords,
  ...chartsWords,
  ...energyWords,
  ...historyWords,
  ...referencesWords,
  ...compareWords,
  ...reportWords,
}

/** The shape of a language: the same keys, other words. */
export type Words = typeof en
