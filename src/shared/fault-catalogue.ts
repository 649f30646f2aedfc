// Every failure that has a name, by the areas in `faults/`. Each sentence stands there once, for the command and for the
// window, which translates it by its code.

import { appFaults } from './faults/app.ts'
import { deployFaults } from './faults/deploy.ts'
import { engineFaults } from './faults/engine.ts'
import { inputFaults } from './faults/input.ts'
import { loginFaults } from './faults/login.ts'
import { meterFaults } from './faults/meter.ts'
import { modelFaults } from './faults/model.ts'
import { reachFaults } from './faults/reach.ts'
import { runFaults } from './faults/run.ts'
import { tuneFaults } from './faults/tune.ts'
import { variantFaults } from './faults/variant.ts'

export const faultCatalogue = {
  ...reachFaults,
  ...loginFaults,
  ...deployFaults,
  ...modelFaults,
  ...inputFaults,
  ...variantFaults,
  ...engineFaults,
  ...runFaults,
  ...meterFaults,
  ...tuneFaults,
  ...appFaults,
} as const
