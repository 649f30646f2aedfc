// Opens an SSH connection: the host key is judged first, and nothing of the user's is offered before it passed.
// Once open, every loss of it is a `link-lost`, however it came about.

import type { Socket } from 'node:net'
import ssh2 from 'ssh2'
import { type Fault, FaultError, fail, fault } from '../../shared/fault.ts'
import type { SshAddress } from '../../shared/login.ts'
import type { TrustStore } from '../board/session.ts'
import { cancelledError, type Transport } from '../board/transport.ts'
import { execOver } from './exec.ts'
import {
  judgeHostKey,
  type KnownKeys,
  knownKeys,
  openSshKnownHostsPaths,
  preferredAlgorithms,
  readKnownHosts,
} from './host-key.ts'
import { readPrivateKey } from './private-key.ts'
import { openSocket } from './socket.ts'

const handshakeTimeoutMs = 20_000
const keepaliveMs = 10_000
const keepaliveMisses = 3
/** How long a farewell may take before the socket is simply closed. */
const farewellMs = 1_000

export interface SshOptions {
  readonly trust: TrustStore
  readonly knownHostsPaths?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

export async function openSshTransport(
  address: SshAddress,
  options: SshOptions,
): Promise<Transport> {
  const { host, port } = address
  if (address.login.kind !== 'key' || address.via.length > 0)
    fail('bad-request', { reason: 'only a login by a key, without a jump host, is there so far' })
  const { path } = address.login
  const privateKey = await readPrivateKey(path)
  const lines = await readKnownHosts(options.knownHostsPaths ?? openSshKnownHostsPaths())
  const known = knownKeys(host, port, options.trust.trusted(host, port), lines)
  const socket = await openSocket(host, port, options.signal)
  const client = await handshake(address, path, privateKey, known, socket, options.signal)
  return transportOver(client, host)
}

function handshake(
  address: SshAddress,
  path: string,
  privateKey: Buffer,
  known: KnownKeys,
  socket: Socket,
  signal: AbortSignal | undefined,
): Promise<ssh2.Client> {
  const { host, port, user } = address
  const client = new ssh2.Client()
  const peer = watchPeer(socket)
  let refusedKey: Fault | null = null
  return new Promise((resolve, reject) => {
    const give = (why: Fault) => {
      signal?.removeEventListener('abort', onAbort)
      reject(new FaultError(why))
      socket.destroy()
    }
    const onAbort = () => give(cancelledError().fault)
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    // It stays for the connection's whole life: an error without a listener would end the program.
    client.on('error', (error: Error & { readonly level?: string }) => {
      if (refusedKey !== null) return give(refusedKey)
      if (error.level === 'client-authentication')
        return give(fault('key-refused', { host, port, user, path }))
      give(peer.fault(host, port, error.message))
    })
    client.once('close', () => give(peer.fault(host, port, 'The connection was closed.')))
    client.once('ready', () => {
      signal?.removeEventListener('abort', onAbort)
      resolve(client)
    })
    client.connect({
      sock: socket,
      host,
      port,
      username: user,
      privateKey,
      authHandler: ['publickey'],
      agentForward: false,
      readyTimeout: handshakeTimeoutMs,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: keepaliveMisses,
      algorithms: { serverHostKey: preferredAlgorithms(known) },
      // Synchronous, and without a value: ssh2 takes a promise, or null, for consent.
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void): void => {
        refusedKey = judgeHostKey(key, known)
        verify(refusedKey === null)
      },
    })
  })
}

/** Looks at what a server says first, to tell one that is not SSH from one that says nothing. */
function watchPeer(socket: Socket) {
  let opening = ''
  const isSsh = () => /^SSH-/m.test(opening)
  const listen = (chunk: Buffer) => {
    opening = (opening + chunk.toString('latin1')).slice(0, 16_384)
    if (isSsh() || opening.length === 16_384) socket.off('data', listen)
  }
  socket.prependListener('data', listen)
  socket.pause()
  return {
    fault: (host: string, port: number, detail: string): Fault => {
      if (isSsh()) return fault('link-lost', { host }, detail)
      if (opening !== '') return fault('not-ssh', { host, port }, opening.slice(0, 200))
      return fault('host-unreachable', { host, port }, detail)
    },
  }
}

function transportOver(client: ssh2.Client, host: string): Transport {
  let open = true
  let over: () => void
  const closed = new Promise<void>((resolve) => {
    over = () => {
      open = false
      resolve()
    }
  })
  client.once('close', () => over())
  return {
    host,
    closed,
    exec: async (argv, options = {}) => {
      if (!open) throw new FaultError(fault('link-lost', { host }))
      return execOver(client, host, argv, options)
    },
    close: () => {
      over()
      client.end()
      setTimeout(() => client.destroy(), farewellMs).unref()
    },
  }
}
