// What is said of a failure that has a name: at which stage it happens, whether trying again helps, a sentence and what to do
// next.

export const faultStages = [
  'reach',
  'trust',
  'auth',
  'deploy',
  'protocol',
  'run',
  'tune',
  'app',
] as const
type FaultStage = (typeof faultStages)[number]

/** `auto`: Benchtop tries again by itself; `user`: again after the user did something; `never`: not with these inputs. */
export const faultRetries = ['auto', 'user', 'never'] as const
type FaultRetry = (typeof faultRetries)[number]

export interface CatalogueEntry {
  readonly stage: FaultStage
  readonly retry: FaultRetry
  /** A sentence with `{{name}}` places, filled from the fault's params (i18next's own syntax). */
  readonly message: string
  /** What the reader can do next, and where the command is to be run. */
  readonly hint: string
  /** A command for a POSIX shell that does it or shows more; each `{{name}}` becomes one quoted word. */
  readonly command?: string
}
