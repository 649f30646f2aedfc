// 简体中文：与英文文件键名相同的全部文字。Simplified Chinese: all words under the keys of the English file.

import type { FaultCode } from '../../shared/fault.ts'
import type { FaultWords, Words } from './en.ts'
import { boardsWords } from './zh-CN/boards.ts'
import { chartsWords } from './zh-CN/charts.ts'
import { compareWords } from './zh-CN/compare.ts'
import { energyWords } from './zh-CN/energy.ts'
import { appFaults } from './zh-CN/faults/app.ts'
import { deployFaults } from './zh-CN/faults/deploy.ts'
import { engineFaults } from './zh-CN/faults/engine.ts'
import { inputFaults } from './zh-CN/faults/input.ts'
import { loginFaults } from './zh-CN/faults/login.ts'
import { meterFaults } from './zh-CN/faults/meter.ts'
import { modelFaults } from './zh-CN/faults/model.ts'
import { reachFaults } from './zh-CN/faults/reach.ts'
import { runFaults } from './zh-CN/faults/run.ts'
import { tuneFaults } from './zh-CN/faults/tune.ts'
import { variantFaults } from './zh-CN/faults/variant.ts'
import { historyWords } from './zh-CN/history.ts'
import { inputsWords } from './zh-CN/inputs.ts'
import { modelsWords } from './zh-CN/models.ts'
import { monitorWords } from './zh-CN/monitor.ts'
import { pointWords } from './zh-CN/point.ts'
import { precisionsWords } from './zh-CN/precisions.ts'
import { preflightWords } from './zh-CN/preflight.ts'
import { referencesWords } from './zh-CN/references.ts'
import { reportWords } from './zh-CN/report.ts'
import { resultWords } from './zh-CN/result-words.ts'
import { runWords } from './zh-CN/run.ts'
import { shellWords } from './zh-CN/shell.ts'
import { sweepWords } from './zh-CN/sweep.ts'
import { tuneWords } from './zh-CN/tune.ts'
import { variantsWords } from './zh-CN/variants.ts'

const fault: Record<FaultCode, FaultWords> = {
  ...appFaults,
  ...deployFaults,
  ...engineFaults,
  ...inputFaults,
  ...loginFaults,
  ...meterFaults,
  ...modelFaults,
  ...reachFaults,
  ...runFaults,
  ...tuneFaults,
  ...variantFaults,
}

export const zhCN: Words = {
  fault,
  ...resultWords,
  ...preflightWords,
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
