// Opens an SSH connection to a board, through its jump hosts one after the other, each judged and logged in to by
// itself. Once open, every loss of it is a `link-lost`, wherever on the way it came about.

import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { FaultError, fault } from '../../shared/fault.ts'
import type { Hop, SshAddress } from '../../shared/login.ts'
import type { TrustStore } from '../board/session.ts'
import { cancelledError, type Transport } from '../board/transport.ts'
import type { Secrets } from '../login/ask.ts'
import { execOver } from './exec.ts'
import { type Credentials, handshake } from './handshake.ts'
import { openSshKnownHostsPaths } from './host-key.ts'
import { forward } from './jump.ts'
import { Keyring } from './keyring.ts'
import { openSocket } from './socket.ts'

/** How long a farewell may take before the socket is simply closed. */
const farewellMs = 1_000

export interface SshOptions {
  readonly trust: TrustStore
  readonly knownHostsPaths?: readonly string[] | undefined
  readonly secrets: Secrets
  readonly ask: Credentials['ask']
  readonly signal?: AbortSignal | undefined
}

export async function openSshTransport(
  address: SshAddress,
  options: SshOptions,
): Promise<Transport> {
  const { signal } = options
  const keyring = new Keyring(options.secrets)
  const knownHostsPaths = options.knownHostsPaths ?? openSshKnownHostsPaths()
  const credentials = { ...options, knownHostsPaths, keyring, signal }
  const route = [...address.via, address]
  for (const { login } of route) await keyring.check(login)
  const clients: Client[] = []
  try {
    for (const [index, hop] of route.entries()) {
      const stream = await streamTo(hop, route[index - 1], clients.at(-1), signal)
      clients.push(await handshake(hop, stream, credentials))
    }
    if (signal?.aborted) throw cancelledError()
  } catch (thrown) {
    leave(clients)
    throw thrown
  }
  return transportOver(clients, address.host)
}

function streamTo(
  hop: Hop,
  jump: Hop | undefined,
  client: Client | undefined,
  signal: AbortSignal | undefined,
): Promise<Duplex> {
  if (jump === undefined || client === undefined) return openSocket(hop.host, hop.port, signal)
  return forward(client, jump, hop, signal)
}

/** Each connection lies within the one before it, so the last is left first. */
function leave(clients: readonly Client[]): void {
  for (const client of clients.toReversed()) {
    client.end()
    setTimeout(() => client.destroy(), farewellMs).unref()
  }
}

function transportOver(clients: readonly Client[], host: string): Transport {
  const client = clients.at(-1)
  if (client === undefined) throw new RangeError('a transport needs a connection')
  let open = true
  let over: () => void
  const closed = new Promise<void>((resolve) => {
    over = () => {
      open = false
      resolve()
    }
  })
  for (const each of clients)
    each.once('close', () => {
      if (open) leave(clients)
      over()
    })
  return {
    host,
    closed,
    exec: async (argv, options = {}) => {
      if (!open) throw new FaultError(fault('link-lost', { host }))
      return execOver(client, host, argv, options)
    },
    close: () => {
      over()
      leave(clients)
    },
  }
}
