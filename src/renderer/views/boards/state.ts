// The state of a board as one word with a tone, from its connection and from what it is busy with.

import { type Fault, faultCommand } from '../../../shared/fault.ts'
import type { BoardView } from '../../../shared/ipc.ts'
import type { SshAddress } from '../../../shared/login.ts'

export type BoardWord = 'ready' | 'connecting' | 'trust' | 'offline' | 'fault' | 'idle' | 'busy'
export type Tone = 'ready' | 'busy' | 'warn' | 'bad' | 'idle'

export const tones: Readonly<Record<BoardWord, Tone>> = {
  ready: 'ready',
  busy: 'busy',
  connecting: 'busy',
  trust: 'warn',
  offline: 'bad',
  fault: 'bad',
  idle: 'idle',
}

const asksForTrust = (fault: Fault) =>
  fault.code === 'host-key-unknown' || fault.code === 'host-key-changed'

/** The key that a fault asks to trust; null for every other fault. */
export function offeredKey(fault: Fault) {
  const { fingerprint, algorithm, host, expected } = fault.params
  if (!asksForTrust(fault) || typeof fingerprint !== 'string') return null
  return {
    fingerprint,
    algorithm: String(algorithm ?? ''),
    host: String(host ?? ''),
    /** What shows the key on the board itself. */
    command: faultCommand(fault),
    expected: fault.code === 'host-key-changed' ? String(expected ?? '') : null,
  }
}

/** Whether the key is that of a host on the way, and not of the board. */
export function isJump({ host, hostKeyAlias, via }: SshAddress, shownHost: string): boolean {
  const names = (hop: Pick<SshAddress, 'host' | 'hostKeyAlias'>) => hop.hostKeyAlias ?? hop.host
  return names({ host, hostKeyAlias }) !== shownHost && via.some((hop) => names(hop) === shownHost)
}

export function boardWord({ connection }: BoardView, measuring: boolean): BoardWord {
  if (connection.kind === 'fault') {
    if (asksForTrust(connection.fault)) return 'trust'
    return connection.fault.stage === 'reach' ? 'offline' : 'fault'
  }
  return connection.kind === 'ready' && measuring ? 'busy' : connection.kind
}

export type BoardPictureKind = 'computer' | 'jetson' | 'pi' | 'board' | 'server'

/** What a board looks like, from what it says of itself. */
export function pictureKind({ board, connection, lastFacts }: BoardView): BoardPictureKind {
  if (board.kind === 'local') return 'computer'
  const facts = connection.kind === 'ready' ? connection.facts : lastFacts
  const words = `${facts?.model ?? ''} ${board.name}`
  if (/jetson|nvidia|orin|xavier/i.test(words)) return 'jetson'
  if (/raspberry|\bpi\s?\d/i.test(words)) return 'pi'
  return facts?.os.arch === 'x64' ? 'server' : 'board'
}
