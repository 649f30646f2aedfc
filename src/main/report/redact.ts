// What leaves this computer in a report says nothing of whose it is: facts lose the names of machine and boot, libraries
// their folders, findings the names of programs, and a fault is said again from the catalogue with only those places
// filled that speak of models and numbers.

import type { BoardFacts } from '../../shared/board.ts'
import type { PreflightFinding } from '../../shared/environment.ts'
import { type Fault, fillPlaces } from '../../shared/fault.ts'
import { faultCatalogue } from '../../shared/fault-catalogue.ts'
import type { CatalogueEntry } from '../../shared/faults/entry.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import type { ReportRun } from '../../shared/report.ts'
import type { TuningStatus } from '../../shared/tuning.ts'
import { tunableAt } from '../../shared/tuning-paths.ts'

const redacted = '…'

/** Places that hold words of a model or of a runtime. Every other word is left out; numbers tell of nobody. */
const harmless: ReadonlySet<string> = new Set([
  'arch',
  'batch',
  'code',
  'dims',
  'engine',
  'fixed',
  'input',
  'library',
  'libc',
  'name',
  'needed',
  'operators',
  'output',
  'provider',
  'runtime',
  'setting',
  'signal',
  'type',
  'version',
])

/** Only what happens while measuring speaks of models; elsewhere the same place may name a host or a key. */
const tellingStage: Fault['stage'] = 'run'

export function redactFault({ code, stage, retry, params }: Fault): Fault {
  const entry: CatalogueEntry = faultCatalogue[code]
  const kept = Object.fromEntries(
    Object.entries(params).map(([place, value]) => {
      const isKept = stage === tellingStage && (typeof value === 'number' || harmless.has(place))
      return [place, isKept ? value : redacted]
    }),
  )
  return {
    code,
    stage,
    retry,
    params: kept,
    message: fillPlaces(entry.message, kept),
    hint: fillPlaces(entry.hint, kept),
  }
}

export function redactFacts({
  hostname: _hostname,
  bootId: _bootId,
  ...facts
}: BoardFacts): Omit<BoardFacts, 'hostname' | 'bootId'> {
  return facts
}

/** File names of libraries, told apart by a number where two folders hold the same one. */
function libraryNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Map<string, number>()
  for (const path of new Set(paths)) {
    const name = path.split('/').at(-1) ?? ''
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    names.set(path, count === 1 ? name : `${name} (${count})`)
  }
  return names
}

/** The runs with libraries by their names alone, in plans and points: the same path has the same name in all of them. */
export function redactLibraries(runs: readonly RunSnapshot[]): readonly RunSnapshot[] {
  const paths = runs.flatMap(({ record, view }) => [
    ...record.plan.settings.library,
    ...view.points.map(({ point }) => point.settings.library),
  ])
  const names = libraryNames(paths.flatMap((path) => path ?? []))
  const nameOf = (path: string | null) => (path === null ? null : (names.get(path) ?? redacted))
  return runs.map((run) => withLibraries(run, nameOf))
}

function withLibraries(
  { record, view }: RunSnapshot,
  nameOf: (path: string | null) => string | null,
): RunSnapshot {
  const { plan } = record
  const settings = { ...plan.settings, library: plan.settings.library.map(nameOf) }
  return {
    record: { ...record, plan: { ...plan, settings } },
    view: {
      ...view,
      points: view.points.map((found) => {
        const { point } = found
        const own = { ...point.settings, library: nameOf(point.settings.library) }
        return { ...found, point: { ...point, settings: own } }
      }),
    },
  }
}

export function redactFinding(finding: PreflightFinding): PreflightFinding {
  return finding.kind === 'load' ? { ...finding, programs: [] } : finding
}

/** A board's word for a path is none: what is no file of the kernel's that can be tuned is left out. */
const isKnown = ({ path }: { readonly path: string }) => tunableAt(path) !== null

export function redactClock({
  clock,
  settledMs,
  changes,
}: RunSnapshot['view']['clocks'][number]): ReportRun['clocks'][number] {
  return { clock, settledMs, changes: changes.filter(isKnown) }
}

export function redactTuning(status: TuningStatus): TuningStatus {
  switch (status.state) {
    case 'untouched':
      return status
    case 'tuned':
    case 'dirty':
      return { ...status, changes: status.changes.filter(isKnown) }
    case 'failed-restore':
      return {
        ...status,
        changes: status.changes.filter(isKnown),
        failures: status.failures.filter(isKnown),
      }
  }
}
