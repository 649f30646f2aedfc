// One host's handshake over a stream that reaches it: its key is judged first, and nothing of the user's is offered
// before it passed. A person is given time; the server is not.

import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import { type Fault, FaultError, fault, toFault } from '../../shared/fault.ts'
import type { Hop } from '../../shared/login.ts'
import type { TrustStore } from '../board/session.ts'
import { cancelledError } from '../board/transport.ts'
import type { Secrets } from '../login/ask.ts'
import { Attempts } from './attempts.ts'
import {
  judgeHostKey,
  type KnownKeys,
  knownKeys,
  preferredAlgorithms,
  readKnownHosts,
} from './host-key.ts'
import type { AskNow, Keyring } from './keyring.ts'
import { Patience } from './patience.ts'
import { PersonsWord } from './persons-word.ts'
import { keyPlace } from './place.ts'

const serverTimeoutMs = 20_000
const keepaliveMs = 10_000
const keepaliveMisses = 3

/** What every host on the way is judged and logged in to by. */
export interface Credentials {
  readonly trust: TrustStore
  readonly knownHostsPaths: readonly string[]
  readonly secrets: Secrets
  readonly keyring: Keyring
  readonly ask: (...question: [...Parameters<AskNow>, AbortSignal]) => ReturnType<AskNow>
  readonly signal: AbortSignal | undefined
}

export async function handshake(
  hop: Hop,
  stream: Duplex,
  credentials: Credentials,
): Promise<ssh2.Client> {
  const peer = watchPeer(stream)
  try {
    const { host, port } = keyPlace(hop)
    const lines = await readKnownHosts(credentials.knownHostsPaths)
    const known = knownKeys(host, port, credentials.trust.trusted(host, port), lines)
    return await shakeHands(hop, stream, peer, known, credentials)
  } catch (thrown) {
    stream.destroy()
    throw thrown
  }
}

function shakeHands(
  hop: Hop,
  stream: Duplex,
  peer: ReturnType<typeof watchPeer>,
  known: KnownKeys,
  { secrets, keyring, ask, signal }: Credentials,
): Promise<ssh2.Client> {
  const { host, port, user } = hop
  const client = new ssh2.Client()
  const over = new AbortController()
  return new Promise((resolve, reject) => {
    const settle = () => {
      patience.end()
      over.abort()
      signal?.removeEventListener('abort', onAbort)
    }
    const give = (why: Fault) => {
      settle()
      reject(new FaultError(why))
      stream.destroy()
    }
    const giveThrown = (thrown: unknown) => give(toFault(thrown))
    const onAbort = () => give(cancelledError().fault)
    const patience = new Patience(serverTimeoutMs, () =>
      give(peer.fault(host, port, 'The server did not answer in time.')),
    )
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })

    const askPerson: AskNow = (question, wrongBefore) =>
      patience.during(() => ask(question, wrongBefore, over.signal))
    // A signature that an agent did not give is no end: the next key may do.
    const onFailure = (thrown: unknown) => {
      if (thrown instanceof FaultError) give(thrown.fault)
    }
    const word = new PersonsWord(hop, secrets, askPerson, giveThrown)
    const attempts = new Attempts({ hop, keyring, ask: askPerson, word, onFailure })
    let refusedKey: Fault | null = null
    const lost = (detail: string): Fault => {
      if (refusedKey !== null) return refusedKey
      if (patience.isPaused) return fault('login-too-slow', { host }, detail)
      return peer.fault(host, port, detail)
    }
    // It stays for the connection's whole life: an error without a listener would end the program.
    client.on('error', (error: Error & { readonly level?: string; readonly code?: unknown }) => {
      if (error.level === 'agent') return
      give(isEnoughTried(error) ? attempts.verdict(error.message) : lost(error.message))
    })
    client.once('close', () => give(lost('The connection was closed.')))
    client.once('change password', () => give(fault('password-expired', { host, port, user })))
    client.once('ready', () => {
      word.accepted()
      settle()
      resolve(client)
    })
    client.connect({
      sock: stream,
      host,
      port,
      username: user,
      authHandler: (left, partial, next) => {
        // Its types say that these are never null; on the first attempt they are.
        attempts
          .next(left as readonly string[] | null, partial === true)
          .then((attempt) => (attempt === null ? give(attempts.verdict()) : next(attempt)))
          .catch(giveThrown)
      },
      agentForward: false,
      readyTimeout: 0,
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

/** OpenSSH says so with PROTOCOL_ERROR, others with NO_MORE_AUTH_METHODS_AVAILABLE (RFC 4253, 11.1). */
function isEnoughTried({ message, code }: { readonly message: string; readonly code?: unknown }) {
  return code === 14 || (code === 2 && /too many authentication failures/i.test(message))
}

/** Looks at what a server says first, to tell one that is not SSH from one that says nothing. */
function watchPeer(stream: Duplex) {
  let opening = ''
  const isSsh = () => /^SSH-/m.test(opening)
  const listen = (chunk: Buffer) => {
    opening = (opening + chunk.toString('latin1')).slice(0, 16_384)
    if (isSsh() || opening.length === 16_384) stream.off('data', listen)
  }
  stream.prependListener('data', listen)
  stream.pause()
  return {
    fault: (host: string, port: number, detail: string): Fault => {
      if (isSsh()) return fault('link-lost', { host }, detail)
      if (opening !== '') return fault('not-ssh', { host, port }, opening.slice(0, 200))
      return fault('host-unreachable', { host, port }, detail)
    },
  }
}
