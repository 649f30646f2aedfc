// A board over SSH: connected, brought up to date, and then spoken to like any other.

import type { Board } from '../../shared/board.ts'
import type { Ask, Secrets } from '../login/ask.ts'
import { openSshTransport } from '../ssh/connection.ts'
import { agentSession } from './agent-session.ts'
import { type DeploySetup, deploy } from './deploy.ts'
import { pushContent } from './push-content.ts'
import { mendingSession } from './repair.ts'
import { explainingSession } from './runtime-diagnosis.ts'
import type { BoardSession, ConnectOptions, TrustStore } from './session.ts'

export interface RemoteSetup extends DeploySetup {
  readonly trust: TrustStore
  readonly knownHostsPaths?: readonly string[]
  readonly ask: Ask
  readonly secrets: Secrets
}

export async function openRemoteBoard(
  { id, address }: Extract<Board, { kind: 'ssh' }>,
  setup: RemoteSetup,
  options: ConnectOptions,
): Promise<BoardSession> {
  const transport = await openSshTransport(address, {
    trust: setup.trust,
    knownHostsPaths: setup.knownHostsPaths,
    secrets: setup.secrets,
    ask: (question, wrongBefore, signal) => setup.ask(id, question, wrongBefore, signal),
    signal: options.signal,
  })
  try {
    const { place, hasKoffi, mend } = await deploy(transport, setup, options)
    const session = agentSession(transport, place, (content, onProgress, signal) =>
      pushContent(transport, place.home, content, { onProgress, signal }),
    )
    return explainingSession(mendingSession(session, hasKoffi, mend))
  } catch (error) {
    transport.close()
    throw error
  }
}
