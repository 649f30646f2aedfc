// Runs one verb of the agent over a transport and reads its NDJSON. Whatever the board sends is bounded and
// parsed before it is believed; a reply counts only together with the exit that was seen after it.

import type { RunEvent } from '../../shared/event.ts'
import { type Fault, type FaultCode, FaultError, fail, fault } from '../../shared/fault.ts'
import { faultCatalogue } from '../../shared/fault-catalogue.ts'
import type { CatalogueEntry } from '../../shared/faults/entry.ts'
import { LineSplitter, LineTooLongError } from '../../shared/ndjson.ts'
import {
  exitCodes,
  maxLineBytes,
  maxNoiseBytes,
  maxNoiseMs,
  protocolMagic,
  type Verb,
  type VerbReply,
  type VerbRequest,
  verbs,
  wireMessageSchema,
} from '../../shared/protocol.ts'
import type { TelemetryMessage } from '../../shared/telemetry.ts'
import { printed } from './printed.ts'
import type { Exit, Transport } from './transport.ts'

/** Where the agent and what it needs stand on the board: absolute paths there. */
export interface AgentPlace {
  readonly node: string
  readonly agent: string
  readonly home: string
  readonly modules: string
}

/** How far a verb is that takes a while. */
export type OnBytes = (doneBytes: number, totalBytes: number) => void

export interface AgentCallOptions {
  readonly signal?: AbortSignal | undefined
  /** For `attach`: the events after `since`, in order. */
  readonly events?: { readonly since: number; readonly onEvent: (event: RunEvent) => void }
  /** For `telemetry`. */
  readonly onTelemetry?: ((message: TelemetryMessage) => void) | undefined
  readonly onBytes?: OnBytes | undefined
  /** The fault of an agent that ended by itself before it answered. */
  readonly endedFault?: Extract<FaultCode, 'agent-silent' | 'runtime-broken'>
  /** The fault of one that had begun to answer, and ended before it was done. */
  readonly cutFault?: Extract<FaultCode, 'protocol-broken' | 'telemetry-ended'>
}

/** One verb, one answer. Rejects with a `FaultError`. */
export async function callAgent<V extends Verb>(
  transport: Transport,
  place: AgentPlace,
  verb: V,
  request: VerbRequest<V>,
  options: AgentCallOptions = {},
): Promise<VerbReply<V>> {
  const answer = new AgentAnswer(options)
  const greetingTimer = new AbortController()
  const timer = setTimeout(() => {
    if (!answer.greeted) greetingTimer.abort()
  }, maxNoiseMs)
  const signals = [greetingTimer.signal, ...(options.signal ? [options.signal] : [])]
  try {
    const exit = await transport.exec(
      [place.node, place.agent, '--home', place.home, '--modules', place.modules, verb],
      {
        stdin: Buffer.from(JSON.stringify(request)),
        onStdout: (chunk) => answer.push(chunk),
        signal: AbortSignal.any(signals),
      },
    )
    const reply = verbs[verb].reply.safeParse(answer.reply(exit, options))
    if (!reply.success) return fail('protocol-broken', {}, `${verb}: ${reply.error.message}`)
    return reply.data as VerbReply<V>
  } catch (error) {
    if (greetingTimer.signal.aborted && !options.signal?.aborted)
      return fail('agent-silent', {}, answer.noise || 'It printed nothing.')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** What an agent has said so far. Throws a `FaultError` as soon as it says something that it must not. */
class AgentAnswer {
  readonly #lines = new LineSplitter(maxLineBytes)
  readonly #events: AgentCallOptions['events']
  readonly #signal: AgentCallOptions['signal']
  readonly #onTelemetry: AgentCallOptions['onTelemetry']
  readonly #onBytes: OnBytes | undefined
  #greeted = false
  #noise = ''
  #bytesBeforeGreeting = 0
  #lastSeq: number
  #reply: { readonly value: unknown } | null = null
  #fault: Fault | null = null

  constructor({ events, signal, onBytes, onTelemetry }: AgentCallOptions) {
    this.#onBytes = onBytes
    this.#onTelemetry = onTelemetry
    this.#events = events
    this.#signal = signal
    this.#lastSeq = events?.since ?? 0
  }

  get greeted(): boolean {
    return this.#greeted
  }

  get noise(): string {
    return printed(this.#noise)
  }

  push(chunk: Uint8Array): void {
    for (const line of this.#split(chunk)) {
      if (this.#greeted) this.#message(line)
      else if (isGreeting(line)) this.#greeted = true
      else this.#noise += `${line}\n`
    }
    if (this.#greeted) return
    this.#bytesBeforeGreeting += chunk.length
    if (this.#bytesBeforeGreeting > maxNoiseBytes) fail('agent-silent', {}, this.noise)
  }

  /** The value of the reply, once the exit was seen. */
  reply(
    exit: Exit,
    {
      endedFault = 'agent-silent',
      cutFault = 'protocol-broken',
    }: Pick<AgentCallOptions, 'endedFault' | 'cutFault'>,
  ): unknown {
    if (this.#fault !== null) throw new FaultError(this.#fault)
    if (this.#reply !== null && exit.code === exitCodes.ok) return this.#reply.value
    const words = [
      exit.signal === null ? `exit code ${exit.code}` : `ended by signal ${exit.signal}`,
      this.noise,
      printed(this.#greeted ? '' : this.#lines.rest()),
      printed(exit.stderr),
    ]
    const detail = words.filter((word) => word !== '').join('\n')
    if (!this.#greeted || (endedFault === 'runtime-broken' && exit.code !== exitCodes.ok))
      return fail(endedFault, {}, detail)
    return fail(cutFault, {}, detail)
  }

  #split(chunk: Uint8Array): string[] {
    try {
      return this.#lines.push(chunk)
    } catch (error) {
      if (error instanceof LineTooLongError) return fail('protocol-broken', {}, error.message)
      throw error
    }
  }

  #message(line: string): void {
    const message = wireMessageSchema.safeParse(parseJson(line))
    if (!message.success || this.#reply !== null || this.#fault !== null)
      fail('protocol-broken', {}, printed(line.slice(0, 500)))
    switch (message.data.kind) {
      case 'greeting':
        fail('protocol-broken', {}, 'a second greeting')
        break
      case 'reply':
        this.#reply = { value: message.data.value }
        break
      case 'fault':
        this.#fault = withCleanWords(message.data.fault)
        break
      case 'progress':
        if (!this.#signal?.aborted) this.#onBytes?.(message.data.doneBytes, message.data.totalBytes)
        break
      case 'event':
        this.#event(message.data.event)
        break
      case 'telemetry':
        if (this.#onTelemetry === undefined)
          fail('protocol-broken', {}, 'telemetry was not asked for')
        if (!this.#signal?.aborted) this.#onTelemetry(message.data.telemetry)
    }
  }

  #event(event: RunEvent): void {
    if (this.#events === undefined) fail('protocol-broken', {}, 'an event was not asked for')
    if (event.seq !== this.#lastSeq + 1)
      fail('protocol-broken', {}, `event ${event.seq} came after event ${this.#lastSeq}`)
    this.#lastSeq = event.seq
    if (!this.#signal?.aborted) this.#events.onEvent(event)
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** A greeting may stand behind a prompt or a message that ended without a line end. */
function isGreeting(line: string): boolean {
  if (!line.includes(protocolMagic)) return false
  const message = wireMessageSchema.safeParse(parseJson(line.slice(line.lastIndexOf('{'))))
  return message.success && message.data.kind === 'greeting'
}

/** What is only for the desk to find: an agent that claims it would have a key trusted that no server showed. */
const desksOwnStages: readonly CatalogueEntry['stage'][] = ['reach', 'trust', 'auth']

function withCleanWords(said: Fault): Fault {
  const { hint, detail } = said
  const { stage, retry }: CatalogueEntry = faultCatalogue[said.code]
  if (desksOwnStages.includes(stage))
    return fault('protocol-broken', {}, `the agent claims ${said.code}`)
  return {
    code: said.code,
    stage,
    retry,
    params: Object.fromEntries(
      Object.entries(said.params).map(([name, value]) => [
        name,
        typeof value === 'string' ? printed(value) : value,
      ]),
    ),
    message: printed(said.message) || fault('protocol-broken', {}).message,
    ...(hint === undefined ? {} : { hint: printed(hint) }),
    ...(detail === undefined ? {} : { detail: printed(detail) }),
  }
}
