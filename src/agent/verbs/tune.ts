// The verbs of tuning that change something: setting a board under a lease, giving it back, and the helper. Each is one
// session of the program that tunes; what it leaves standing, that program's guardian holds.

import { fail } from '../../shared/fault.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import type {
  Change,
  MadeChange,
  TuningReport,
  TuningRoute,
  TuningStatus,
} from '../../shared/tuning.ts'
import type { Home } from '../home.ts'
import { madeIn, statusIn, valueIn } from '../tune/answers.ts'
import { readTuning } from '../tune/inspect.ts'
import { changeHelper, openToWrite } from '../tune/privilege.ts'
import { readHelper } from '../tune/program-file.ts'
import { granted } from '../tune/refusals.ts'
import { readStatus, reportTuning } from '../tune/report.ts'
import { findRoute, thisLogin } from '../tune/route.ts'
import type { TunerSession } from '../tune/session.ts'

interface WithPassword {
  readonly password?: string | undefined
}

interface Application extends WithPassword {
  readonly changes: readonly Change[]
  readonly lease: { readonly kind: 'until'; readonly leftMs: number } | { readonly kind: 'kept' }
  readonly acceptTaint: boolean
}

const seconds = (ms: number) => String(Math.ceil(ms / 1000))

export async function applyTuning(home: Home, request: Application): Promise<TuningStatus> {
  const { changes, lease, acceptTaint } = request
  await using session = await openSession(home, request)
  const left = lease.kind === 'until' ? seconds(lease.leftMs) : '0'
  const taint = acceptTaint ? ['accept-taint'] : []
  granted(await session.ask('begin', lease.kind, left, ...taint))
  const made = new Map<string, MadeChange>()
  for (const { path, value } of changes) {
    const one = madeIn(granted(await session.ask('set', path, value)))
    if (one !== null) made.set(path, one)
  }
  if (made.has('nvpmodel')) await checkMade(session, made)
  // Until here the end of the session gives all of it back: half of a tuning is none.
  granted(await session.ask('done'))
  return await readStatus(session)
}

/** A mode of power may move what was written since, some time after it was asked for. */
async function checkMade(session: TunerSession, made: ReadonlyMap<string, MadeChange>) {
  for (const { path, wanted, reads } of made.values()) {
    const now = valueIn(granted(await session.ask('read', path)))
    if (now !== reads) fail('tuning-refused', { path, value: wanted, reads: now ?? '' })
  }
}

export async function renewTuning(
  home: Home,
  request: WithPassword & { readonly leftMs: number },
): Promise<TuningStatus> {
  await using session = await openSession(home, request)
  granted(await session.ask('renew', seconds(request.leftMs)))
  return await readStatus(session)
}

export const restoreTuning = (home: Home, request: WithPassword): Promise<TuningStatus> =>
  askOnce(home, request, 'restore')

export const forgetTuning = (home: Home, request: WithPassword): Promise<TuningStatus> =>
  askOnce(home, request, 'forget')

async function askOnce(
  home: Home,
  request: WithPassword,
  word: 'restore' | 'forget',
): Promise<TuningStatus> {
  await using session = await openSession(home, request)
  const lines = granted(await session.ask(word))
  return statusIn(lines) ?? (await readStatus(session))
}

export async function installTuning(
  home: Home,
  { password, remove }: WithPassword & { readonly remove: boolean },
): Promise<VerbReply<'tune-install'>> {
  await changeHelper(await routeNow(), password, remove)
  const report: TuningReport = await reportTuning(home, password)
  if (!remove && !report.helper.isCurrent) fail('helper-not-changed', {})
  return report
}

async function routeNow(): Promise<TuningRoute> {
  return findRoute(await readTuning(), thisLogin(readHelper().version !== null))
}

async function openSession(home: Home, { password }: WithPassword): Promise<TunerSession> {
  return openToWrite(await routeNow(), home, password)
}
