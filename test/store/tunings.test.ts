// What the desk knows of boards' clocks: what is remembered of an answer and of a run, when a password is asked for and
// where it goes, and profiles.

import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Boards } from '../../src/main/board/boards.ts'
import type { BoardSession } from '../../src/main/board/session.ts'
import { Tunings } from '../../src/main/board/tuning.ts'
import { type Ask, SessionSecrets } from '../../src/main/login/ask.ts'
import { BoardStore } from '../../src/main/store/boards.ts'
import { openDatabase } from '../../src/main/store/db.ts'
import { ProfileStore } from '../../src/main/store/profiles.ts'
import { RunStore } from '../../src/main/store/runs.ts'
import { TrustedKeyStore } from '../../src/main/store/trusted-keys.ts'
import { localBoardId } from '../../src/shared/board.ts'
import type { RunEvent } from '../../src/shared/event.ts'
import { FaultError, fail, fault, toFault } from '../../src/shared/fault.ts'
import {
  longestLeaseMs,
  type TuningStatus,
  tuningReportSchema,
  tuningSchema,
  tuningStatusSchema,
} from '../../src/shared/tuning.ts'
import { journalOf, planOf, runId } from '../fixtures/runs.ts'

const [started] = journalOf(planOf())
if (started?.type !== 'run-started') throw new Error('a journal begins with the start of its run')
const { facts } = started

const governor = '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor'
const untouched: TuningStatus = { state: 'untouched' }
const tuned: TuningStatus = {
  state: 'tuned',
  lease: { kind: 'until', leftMs: 600_000 },
  tainted: false,
  changes: [{ path: governor, before: 'ondemand', wanted: 'performance', reads: 'performance' }],
}
const reportWith = (status: TuningStatus) =>
  tuningReportSchema.parse({
    policies: [],
    boost: null,
    devices: [],
    powerModes: null,
    zones: [],
    coolers: [],
    taints: [],
    rivals: [],
    route: 'password',
    helper: { version: null, isCurrent: false },
    status,
  })
const change = { path: governor, value: 'performance' }
const request = { changes: [change], lease: { kind: 'until' as const, leftMs: 600_000 } }

interface Asking {
  readonly verb: string
  readonly password: string | undefined
}

/** A board whose verbs answer as `answer` does; every password it is given is written down, as every question is. */
function deskWith(
  answer: (asking: Asking) => unknown,
  ask: Ask = () => Promise.reject(new Error('nobody is to be asked')),
  isMeasured: () => boolean = () => false,
) {
  const db = openDatabase(':memory:')
  const asked: Asking[] = []
  const published: string[] = []
  const call = async (verb: string, { password }: { readonly password?: string }) => {
    if (verb === 'hello') return facts
    asked.push({ verb, password })
    return answer({ verb, password })
  }
  const session: Partial<BoardSession> = {
    call: call as unknown as BoardSession['call'],
    close: () => undefined,
    closed: new Promise<void>(() => undefined),
  }
  const boards = new Boards({
    store: new BoardStore(db),
    trustedKeys: new TrustedKeyStore(db),
    secrets: new SessionSecrets(),
    connect: async () => session as BoardSession,
    publish: (topic) => void published.push(topic),
  })
  const tunings = new Tunings({ boards, ask, isMeasured })
  const again = () => new BoardStore(db).get(localBoardId)?.tuning?.status
  return { db, boards, tunings, asked, published, again }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => toFault(thrown).code,
  )

test('what a board owes is read as it is connected, and known after a restart', async () => {
  const { boards, again } = deskWith(() => reportWith(tuned))
  expect(boards.view(localBoardId).tuning).toBeNull()
  await boards.connect(localBoardId)
  expect(boards.view(localBoardId).tuning?.status).toEqual(tuned)
  expect(again()).toEqual(tuned)
})

test('a board of which that can not be read is connected all the same', async () => {
  const { boards, again } = deskWith(() => fail('bad-request', { reason: 'no' }))
  const { connection } = await boards.connect(localBoardId)
  expect(connection.kind).toBe('ready')
  expect(again()).toBeUndefined()
})

test('a link that is lost meanwhile is no connection', async () => {
  const lost = new FaultError(fault('link-lost', { host: 'pi' }))
  const { boards } = deskWith(() => Promise.reject(lost))
  const { connection } = await boards.connect(localBoardId)
  expect(connection).toMatchObject({ kind: 'fault', fault: { code: 'link-lost' } })
})

test('every answer is remembered and told to the window', async () => {
  const { boards, tunings, published, again } = deskWith(({ verb }) =>
    verb === 'tune-inspect' ? reportWith(untouched) : verb === 'tune-restore' ? untouched : tuned,
  )
  await boards.connect(localBoardId)
  const before = published.length
  await tunings.apply(localBoardId, request)
  expect(again()).toEqual(tuned)
  await tunings.restore(localBoardId)
  expect(again()).toEqual(untouched)
  await tunings.renew(localBoardId, 5_000)
  expect(again()).toEqual(tuned)
  await tunings.inspect(localBoardId)
  expect(again()).toEqual(untouched)
  expect(published.slice(before).filter((topic) => topic === 'board.changed')).toHaveLength(4)
  tunings.close()
})

const dirty: TuningStatus = { state: 'dirty', changes: tuned.changes }

test('a board is planned for as it is once what an earlier tuning left is given back', async () => {
  let status: TuningStatus = dirty
  const { tunings, asked } = deskWith(({ verb }) => {
    if (verb === 'tune-restore') status = untouched
    return verb === 'tune-restore' ? status : reportWith(status)
  })
  expect((await tunings.inspectToSet(localBoardId)).status).toEqual(untouched)
  const [, ...verbs] = asked.map(({ verb }) => verb)
  expect(verbs).toEqual(['tune-inspect', 'tune-restore', 'tune-inspect'])
  await tunings.inspectToSet(localBoardId)
  expect(asked.filter(({ verb }) => verb === 'tune-restore')).toHaveLength(1)
})

test('nothing is planned where that can not be given back', async () => {
  const failed: TuningStatus = { state: 'failed-restore', changes: [], failures: [] }
  const { tunings } = deskWith(({ verb }) => (verb === 'tune-restore' ? failed : reportWith(dirty)))
  expect(await codeOf(tunings.inspectToSet(localBoardId))).toBe('tuning-leftover')
})

test('the end of a lease that was read at connecting is looked at, once nothing is measured there', async () => {
  vi.useFakeTimers()
  try {
    let status: TuningStatus = tuned
    let isMeasured = true
    const { boards, tunings, again } = deskWith(
      () => reportWith(status),
      undefined,
      () => isMeasured,
    )
    await boards.connect(localBoardId)
    status = untouched
    await vi.advanceTimersByTimeAsync(700_000)
    expect(again()).toEqual(tuned)
    isMeasured = false
    await vi.advanceTimersByTimeAsync(100_000)
    expect(again()).toEqual(untouched)
    tunings.close()
  } finally {
    vi.useRealTimers()
  }
})

test('a lease that no timer could count is none', () => {
  const lasting = (leftMs: number) => ({ ...tuned, lease: { kind: 'until', leftMs } })
  expect(tuningStatusSchema.safeParse(lasting(longestLeaseMs)).success).toBe(true)
  expect(tuningStatusSchema.safeParse(lasting(2 ** 31)).success).toBe(false)
})

const wantsPassword =
  (right: string) =>
  ({ verb, password }: Asking) => {
    if (verb === 'tune-inspect') return reportWith(untouched)
    if (password === undefined) fail('tuning-needs-password', {})
    return password === right ? tuned : fail('tuning-password-wrong', {})
  }

/** Answers with these passwords in turn; gives up when there is none left. */
function person(passwords: readonly string[], remember: boolean) {
  const questions: { readonly kind: string; readonly wrongBefore: boolean }[] = []
  const ask: Ask = async (_, { kind }, wrongBefore) => {
    const answer = passwords[questions.length]
    questions.push({ kind, wrongBefore })
    return answer === undefined ? null : { answers: [answer], remember }
  }
  return { ask, questions }
}

test('a kept password that is wrong by now is tried at one look, and no more', async () => {
  let right = 'old'
  const { ask } = person(['old'], true)
  const { boards, tunings, asked } = deskWith(({ verb, password }) => {
    if (password !== undefined && password !== right) fail('tuning-password-wrong', {})
    return verb === 'tune-inspect' ? reportWith(tuned) : wantsPassword(right)({ verb, password })
  }, ask)
  await boards.connect(localBoardId)
  await tunings.apply(localBoardId, request)
  right = 'new'
  asked.length = 0
  for (let look = 0; look < 3; look++) await tunings.inspect(localBoardId)
  expect(asked.map(({ password }) => password)).toEqual(['old', undefined, undefined, undefined])
  tunings.close()
})

test('a password is asked for only where sudo wants one, again after a wrong one, and kept if so said', async () => {
  const { ask, questions } = person(['wrong', 'right'], true)
  const { tunings, asked } = deskWith(wantsPassword('right'), ask)
  await tunings.apply(localBoardId, request)
  await tunings.restore(localBoardId)
  await tunings.inspect(localBoardId)
  expect(questions).toEqual([
    { kind: 'sudo', wrongBefore: false },
    { kind: 'sudo', wrongBefore: true },
  ])
  const passwords = asked.filter(({ verb }) => verb !== 'tune-inspect')
  expect(passwords.map(({ password }) => password)).toEqual([undefined, 'wrong', 'right', 'right'])
  expect(asked.at(-1)).toEqual({ verb: 'tune-inspect', password: 'right' })
  tunings.close()
})

test('one that is not to be kept is asked for each time, and stands in no file', async () => {
  const { ask, questions } = person(['right', 'right'], false)
  const { db, tunings } = deskWith(wantsPassword('right'), ask)
  await tunings.apply(localBoardId, request)
  await tunings.restore(localBoardId)
  expect(questions).toHaveLength(2)
  const bytes = Buffer.concat(
    db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .flatMap(({ name }) => db.prepare(`SELECT * FROM ${String(name)}`).all())
      .map((row) => Buffer.from(JSON.stringify(row))),
  )
  expect(bytes.includes('right')).toBe(false)
  tunings.close()
})

test('a person who gives up, or never knows it, ends the asking', async () => {
  const gaveUp = person([], false)
  expect(
    await codeOf(deskWith(wantsPassword('right'), gaveUp.ask).tunings.restore(localBoardId)),
  ).toBe('cancelled')
  const { ask, questions } = person(Array<string>(9).fill('wrong'), true)
  const { tunings } = deskWith(wantsPassword('right'), ask)
  expect(await codeOf(tunings.restore(localBoardId))).toBe('tuning-password-wrong')
  expect(questions).toHaveLength(3)
})

test('another fault asks nobody', async () => {
  const { tunings } = deskWith(() => fail('bad-request', { reason: 'no' }))
  expect(await codeOf(tunings.restore(localBoardId))).toBe('bad-request')
})

test('a run says in its record whether its board was given back what it had', () => {
  const plan = planOf({ governors: ['performance'] })
  const clock = { governor: 'performance', khz: null }
  const owed: TuningStatus = { state: 'dirty', changes: [] }
  const told = (...events: readonly object[]) => {
    const store = new RunStore(openDatabase(':memory:'))
    store.add({ id: runId, boardId: 'pi', boardName: 'Pi', plan, createdMs: 0 })
    const numbered = [journalOf(plan)[0] ?? {}, ...events].map((event, index) => ({
      ...event,
      seq: index + 1,
      atNs: index,
      wallMs: 0,
    }))
    store.append(runId, numbered as RunEvent[])
    return [store.get(runId)?.clocks, store.view(runId, plan).givenBack?.state ?? null]
  }
  const set = { type: 'clock-set', clock, changes: [], settledMs: 1 }
  const back = (status: TuningStatus) => ({ type: 'clock-given-back', status })
  expect(told()).toEqual([null, null])
  expect(told(set)).toEqual(['set', null])
  expect(told(set, back(untouched))).toEqual(['given-back', 'untouched'])
  expect(told(set, back(owed))).toEqual(['owed', 'dirty'])
  expect(told(set, back(untouched), set)).toEqual(['set', null])
})

test('profiles: one for each name, as it was saved', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('Quiet', 'quiet', 'fast', 'écran'),
          fc.constantFrom('performance', 'powersave', 'ondemand'),
        ),
        { maxLength: 8 },
      ),
      (saved) => {
        const store = new ProfileStore(openDatabase(':memory:'))
        const last = new Map<string, string>()
        for (const [name, chosen] of saved) {
          store.save(name, tuningSchema.parse({ policies: [{ governor: chosen }] }), 5)
          last.set(name.toLowerCase(), chosen)
        }
        const list = store.list()
        expect(list).toHaveLength(last.size)
        for (const { name, tuning } of list)
          expect(tuning.policies[0]?.governor).toBe(last.get(name.toLowerCase()))
      },
    ),
    { numRuns: 30 },
  )
})

test('a profile takes no name that another has, and is gone when it is removed', () => {
  const store = new ProfileStore(openDatabase(':memory:'))
  const empty = tuningSchema.parse({})
  const quiet = store.save('Quiet', empty, 1)
  store.save('Fast', empty, 2)
  expect(() => store.rename(quiet.id, 'FAST')).toThrow(/already/)
  expect(store.rename(quiet.id, 'quiet').name).toBe('quiet')
  store.remove(quiet.id)
  expect(store.list().map(({ name }) => name)).toEqual(['Fast'])
  expect(() => store.rename(quiet.id, 'Late')).toThrow(/no profile/)
})
