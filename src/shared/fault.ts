// The one type of failure in Benchtop. A fault says what failed and what to do; foreign errors become faults once,
// at the edge that knows them.

import { z } from 'zod'
import { faultCatalogue } from './fault-catalogue.ts'
import { type CatalogueEntry, faultRetries, faultStages } from './faults/entry.ts'
import { quote } from './quote.ts'

export type FaultCode = keyof typeof faultCatalogue
export const faultCodes = Object.keys(faultCatalogue) as [FaultCode, ...FaultCode[]]

/** The names of the places in a catalogue message or hint. */
type Places<S extends string> = S extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Places<Rest>
  : never
type CommandOf<E> = E extends { readonly command: infer Command extends string } ? Command : never
type FaultPlaces<C extends FaultCode> = Places<
  | (typeof faultCatalogue)[C]['message']
  | (typeof faultCatalogue)[C]['hint']
  | CommandOf<(typeof faultCatalogue)[C]>
>
export type FaultParams<C extends FaultCode> = Readonly<Record<FaultPlaces<C>, string | number>>

/** Longest text that a fault may carry; a board's own words are cut to it. */
export const maxFaultTextLength = 4000

const faultText = z.string().max(maxFaultTextLength)

export const faultSchema = z.object({
  code: z.enum(faultCodes),
  stage: z.enum(faultStages),
  retry: z.enum(faultRetries),
  message: faultText,
  hint: faultText.optional(),
  /** The foreign words behind the fault (a library's, a board's), never needed to act. */
  detail: faultText.optional(),
  /** What fills the places of the message, so that another language can say it. */
  params: z.record(z.string(), z.union([z.string().max(1000), z.number()])).default({}),
})
export type Fault = z.infer<typeof faultSchema>

/** Fills `{{name}}` places; a place without a value stays visible. */
export function fillPlaces(
  text: string,
  params: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(params[name] ?? place))
}

/**
 * The shell command that mends it, each place filled as one quoted word; null where there is none, or where a place of
 * it has no value. It comes from the catalogue by the code: a board's own words never make a command.
 */
export function faultCommand({ code, params }: Pick<Fault, 'code' | 'params'>): string | null {
  const { command }: CatalogueEntry = faultCatalogue[code]
  if (command === undefined) return null
  const places = [...command.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) =>
    String(params[name ?? ''] ?? ''),
  )
  if (places.some((value) => !/^[^\p{Cc}]+$/u.test(value))) return null
  return command.replace(/\{\{(\w+)\}\}/g, (_, name: string) => quote(String(params[name])))
}

/** A fault as lines of plain text: what failed, what to do, the command for it, the foreign words. */
export function faultLines(told: Fault): readonly string[] {
  const command = faultCommand(told)
  const shown = command === null ? undefined : `  ${command}`
  return [told.message, told.hint, shown, told.detail].filter((line) => line !== undefined)
}

/** Makes a fault from the catalogue. `detail` is cut to the length that the wire allows. */
export function fault<C extends FaultCode>(
  code: C,
  params: FaultParams<C>,
  detail?: string,
): Fault {
  const entry: CatalogueEntry = faultCatalogue[code]
  const cut = Object.fromEntries(
    Object.entries<string | number>(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, 1000) : value,
    ]),
  )
  return {
    code,
    stage: entry.stage,
    retry: entry.retry,
    message: fillPlaces(entry.message, cut).slice(0, maxFaultTextLength),
    hint: fillPlaces(entry.hint, cut).slice(0, maxFaultTextLength),
    params: cut,
    ...(detail === undefined || detail === '' ? {} : { detail: detail.slice(-maxFaultTextLength) }),
  }
}

/** A fault on its way up the stack inside one program. It never crosses a border: there it is a `Fault`. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

/** Throws a fault from the catalogue. */
export function fail<C extends FaultCode>(code: C, params: FaultParams<C>, detail?: string): never {
  throw new FaultError(fault(code, params, detail))
}

/** Whatever was thrown, as a fault: a `FaultError` keeps its own, anything else is a mistake of ours. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof FaultError) return thrown.fault
  return fault(
    'internal',
    {},
    thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  )
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }
