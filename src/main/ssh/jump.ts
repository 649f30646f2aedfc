// Through one host to the next: a channel that the jump host opens to it, which then carries an SSH connection of its
// own. The jump host sees only that connection's bytes.

import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { type Fault, FaultError, fault } from '../../shared/fault.ts'
import type { Hop } from '../../shared/login.ts'
import { plainText } from '../board/printed.ts'
import { cancelledError } from '../board/transport.ts'

const openTimeoutMs = 20_000

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED and SSH_OPEN_UNKNOWN_CHANNEL_TYPE, RFC 4254, 5.1. */
const forbiddenReasons = new Set<unknown>([1, 3])

export function forward(
  jump: Client,
  from: Hop,
  to: Hop,
  signal: AbortSignal | undefined,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelledError())
    let settled = false
    const settle = () => {
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      jump.off('close', onClose)
    }
    const refuse = (why: Fault) => {
      settle()
      reject(new FaultError(why))
    }
    const onAbort = () => refuse(cancelledError().fault)
    const onClose = () => refuse(fault('link-lost', { host: from.host }))
    const timer = setTimeout(() => refuse(unreachable(from, to, 'no answer')), openTimeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    jump.once('close', onClose)
    jump.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
      if (settled) return channel?.close()
      if (error) return refuse(refusal(error, from, to))
      settle()
      // A channel may stay half open, and SSH over it would never hear that the other half is gone.
      channel.once('end', () => channel.close())
      resolve(channel)
    })
  })
}

function refusal(error: Error & { readonly reason?: unknown }, from: Hop, to: Hop): Fault {
  const words = plainText(error.message).slice(0, 500)
  return forbiddenReasons.has(error.reason)
    ? fault('jump-refused', { jump: from.host, host: to.host, port: to.port }, words)
    : unreachable(from, to, words)
}

const unreachable = (from: Hop, to: Hop, words: string) =>
  fault('jump-unreachable', { jump: from.host, host: to.host, port: to.port }, words)
