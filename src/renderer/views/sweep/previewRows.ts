// The rows of a plan's preview: every combination of what varies besides model and batch, named by what varies alone.

import {
  type Clock,
  clocksOf,
  type EngineId,
  type Plan,
  type Scenario,
} from '../../../shared/plan.ts'
import {
  type SessionSettings,
  type SettingName,
  settingNames,
  settingsOf,
} from '../../../shared/session-settings.ts'

export interface PreviewRow {
  /** Null where all rows share it. */
  readonly scenario: Scenario | null
  readonly clock: Clock
  readonly engine: EngineId | null
  readonly settings: SessionSettings
  /** Those that differ between rows. */
  readonly named: readonly SettingName[]
  /** Null where all rows share it and something else names them. */
  readonly threads: number | null
}

const varying = <T>(values: readonly T[], value: T): T | null => (values.length > 1 ? value : null)

export function previewRows(plan: Plan): readonly PreviewRow[] {
  const named = settingNames.filter((name) => plan.settings[name].length > 1)
  const isNamed =
    named.length > 0 ||
    plan.scenarios.length > 1 ||
    plan.engines.length > 1 ||
    clocksOf(plan).length > 1
  return plan.scenarios.flatMap((scenario) =>
    clocksOf(plan).flatMap((clock) =>
      settingsOf(plan.settings).flatMap((settings) =>
        plan.engines.flatMap((engine) =>
          plan.threads.map((threads) => ({
            scenario: varying(plan.scenarios, scenario),
            clock,
            engine: varying(plan.engines, engine),
            settings,
            named,
            threads: isNamed && plan.threads.length === 1 ? null : threads,
          })),
        ),
      ),
    ),
  )
}
