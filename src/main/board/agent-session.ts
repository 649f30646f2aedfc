// A board session over any transport: the agent's verbs, and a way to bring models and inputs.

import { FaultError, toFault } from '../../shared/fault.ts'
import { type AgentPlace, callAgent } from './agent-client.ts'
import type { BoardSession } from './session.ts'
import type { Transport } from './transport.ts'

/** Whatever is thrown on the way becomes a `FaultError`. */
export async function asFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(toFault(error))
  }
}

export function agentSession(
  transport: Transport,
  place: AgentPlace,
  push: BoardSession['push'],
): BoardSession {
  return {
    call: (verb, request, signal, onBytes) =>
      asFault(() =>
        callAgent(transport, place, verb, request, {
          signal,
          onBytes,
          // An agent that can't even say hello has a runtime that does not work there.
          endedFault: verb === 'hello' ? 'runtime-broken' : 'agent-silent',
        }),
      ),
    attach: (run, since, onEvent, signal) =>
      asFault(() =>
        callAgent(
          transport,
          place,
          'attach',
          { run, since },
          { signal, events: { since, onEvent } },
        ),
      ),
    telemetry: async (hz, onTelemetry, signal) => {
      const options = { signal, onTelemetry, cutFault: 'telemetry-ended' } as const
      await asFault(() => callAgent(transport, place, 'telemetry', { hz }, options))
    },
    push: (content, onProgress, signal) => asFault(() => push(content, onProgress, signal)),
    close: () => transport.close(),
    closed: transport.closed,
  }
}
