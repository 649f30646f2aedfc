// Which module is which scenario.

import type { Scenario as ScenarioId } from '../../shared/plan.ts'
import { multiStream } from './multi-stream.ts'
import { offline } from './offline.ts'
import type { Scenario } from './scenario.ts'
import { server } from './server.ts'
import { singleStream } from './single-stream.ts'

export const scenarioOf: Readonly<Record<ScenarioId, Scenario>> = {
  'single-stream': singleStream,
  'multi-stream': multiStream,
  offline,
  server,
}
