// What leaves this computer in a report says nothing of whose it is: facts lose the names of machine and boot, and a
// fault is said again from the catalogue with only those places filled that speak of models and numbers.

import type { BoardFacts } from '../../shared/board.ts'
import { type Fault, fillPlaces } from '../../shared/fault.ts'
import { type CatalogueEntry, faultCatalogue } from '../../shared/fault-catalogue.ts'

const redacted = '…'

/** Places that hold words of a model or of a runtime. Every other word is left out; numbers tell of nobody. */
const harmless: ReadonlySet<string> = new Set([
  'arch',
  'batch',
  'code',
  'dims',
  'fixed',
  'input',
  'library',
  'libc',
  'name',
  'needed',
  'operators',
  'output',
  'runtime',
  'signal',
  'type',
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
