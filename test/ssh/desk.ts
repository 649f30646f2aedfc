// A desk for the tests: the real way to boards with the built agent, and a trust store that a test fills.

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import runtimes from '../../resources/runtimes.json' with { type: 'json' }
import { type ConnectSetup, createConnect } from '../../src/main/board/connect.ts'
import { runtimePinsSchema } from '../../src/main/board/runtime-pins.ts'
import type { Connect, Progress, TrustedKey } from '../../src/main/board/session.ts'
import type { Transport } from '../../src/main/board/transport.ts'
import { type Answers, type Ask, SessionSecrets } from '../../src/main/login/ask.ts'
import { openSshTransport } from '../../src/main/ssh/connection.ts'
import { fingerprintOf } from '../../src/main/ssh/host-key.ts'
import type { Board } from '../../src/shared/board.ts'
import { type Fault, FaultError } from '../../src/shared/fault.ts'
import type { LoginQuestion, SshAddress } from '../../src/shared/login.ts'
import { boardsCache } from '../boards/lack.ts'

const root = resolve(import.meta.dirname, '../..')

interface KeyLogin {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly keyPath: string
}

interface ReachableBoard extends KeyLogin {
  readonly hostKeys: readonly string[]
}

export const addressOf = ({ host, port, user, keyPath }: KeyLogin): SshAddress => ({
  host,
  port,
  user,
  login: { kind: 'key', path: keyPath },
  via: [],
})

export const sshBoard = (address: SshAddress): Board => ({
  kind: 'ssh',
  id: 'board',
  name: 'Board',
  address,
})

/** A public key line as the trust store keeps it. */
export function trustedKey(publicKey: string): TrustedKey {
  const [algorithm = '', base64 = ''] = publicKey.split(' ')
  return { algorithm, fingerprint: fingerprintOf(Buffer.from(base64, 'base64')) }
}

export class Desk {
  readonly dir = mkdtempSync(join(tmpdir(), 'benchtop-desk-'))
  readonly agentPath = join(root, 'out', 'agent', 'agent.cjs')
  trusted: readonly TrustedKey[] = []
  knownHostsPaths: readonly string[] = []
  readonly progress: Progress[] = []
  readonly secrets = new SessionSecrets()
  /** What was asked, with what was said of the answer before. */
  asked: { readonly question: LoginQuestion; readonly wrongBefore: boolean }[] = []
  /** What the person answers; a login that asks though nothing is expected fails its test. */
  person: (question: LoginQuestion, signal: AbortSignal) => Promise<Answers | null> = async () => {
    throw new Error('nobody was to be asked')
  }
  readonly ask: Ask = (_board, question, wrongBefore, signal) => {
    this.asked.push({ question, wrongBefore })
    return this.person(question, signal)
  }

  /** Answers whatever is asked, one after the other, and gives up at the end. */
  says(answers: readonly (string | readonly string[])[], remember = false): void {
    const left = [...answers]
    this.person = async () => {
      const next = left.shift()
      return next === undefined ? null : { answers: [next].flat(), remember }
    }
  }

  /** Opens a session as the app does. */
  readonly connect: Connect = (board, options) => this.connectWith({})(board, options)

  connectWith(other: Partial<ConnectSetup>): Connect {
    if (!existsSync(this.agentPath)) throw new Error('the agent is not built: npm run build')
    const connect = createConnect({
      agentPath: this.agentPath,
      modulesDir: root,
      runtimePins: runtimePinsSchema.parse(runtimes),
      cacheDir: join(boardsCache, 'desk'),
      localHome: join(this.dir, 'this-computer'),
      trust: { trusted: () => this.trusted },
      ask: this.ask,
      secrets: this.secrets,
      knownHostsPaths: this.knownHostsPaths,
      ...other,
    })
    const onProgress = (progress: Progress) => void this.progress.push(progress)
    return (board, options) => connect(board, { onProgress, ...options })
  }

  trust(board: ReachableBoard): void {
    this.trusted = board.hostKeys.map(trustedKey)
  }

  /** The bare connection, without an agent. */
  transport(address: SshAddress, signal?: AbortSignal): Promise<Transport> {
    const trust = { trusted: () => this.trusted }
    const ask = (question: LoginQuestion, wrongBefore: boolean, over: AbortSignal) =>
      this.ask('board', question, wrongBefore, over)
    const { knownHostsPaths, secrets } = this
    return openSshTransport(address, { trust, knownHostsPaths, secrets, ask, signal })
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** The fault that a promise rejects with; fails where it resolves or rejects with anything else. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const thrown = await promise.then(
    () => new Error('it was expected to fail'),
    (error: unknown) => error,
  )
  if (thrown instanceof FaultError) return thrown.fault
  throw thrown
}

/** What a command on a board printed. */
export async function output(transport: Transport, command: string): Promise<string> {
  const chunks: Uint8Array[] = []
  await transport.exec(['sh', '-c', command], { onStdout: (chunk) => void chunks.push(chunk) })
  return Buffer.concat(chunks).toString('utf8')
}
