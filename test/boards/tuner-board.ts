// A board with the tuner installed, for the tests of one file: after each test everything is as before it.

import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { SysfsLayout } from './board-sysfs.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'
import { helper, installHelper, type Line, openTuner, type TunerSession } from './tuner-session.ts'

/** Where root's tuner keeps its journal. */
export const stateFolder = '/var/lib/benchtop-tune'

export interface TunerBoard {
  readonly board: NamespaceBoard
  /** One command, in a session of its own, and its answer. */
  once(command: string): Promise<readonly Line[]>
  state(): Promise<string | undefined>
  tuner(): Promise<TunerSession>
  begun(...words: readonly (string | number)[]): Promise<TunerSession>
  /** What can be written reads as at the beginning of the test. */
  isBack(): Promise<boolean>
  kill(...whom: readonly ('session' | 'guardian')[]): Promise<unknown>
}

export const linesOf = (kind: string, answer: readonly Line[]) =>
  answer.filter(([first]) => first === kind).map(([, ...fields]) => fields)

export const set = async (session: TunerSession, path: string, value: string | number) =>
  expect((await session.ask('set', path, value)).at(-1)).toEqual(['ok'])

/** Registers the hooks of the file; what it returns is there once a test runs. */
export function useTunerBoard(layout: SysfsLayout): TunerBoard {
  let board: NamespaceBoard
  let before: Readonly<Record<string, string>>
  const open: TunerSession[] = []

  const once = async (command: string) => {
    const answer = await board.exec(`echo ${command} | ${helper}`)
    const [, ...lines] = answer.trimEnd().split('\n')
    return lines.map((line) => line.split('\t'))
  }
  const tuner = async () => {
    const session = await openTuner(board)
    open.push(session)
    return session
  }

  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 50, sysfs: { layout }, sudo: 'helper' })
    await installHelper(board)
  })
  afterAll(() => board?.stop())
  beforeEach(async () => {
    before = await board.sys.settings()
  })
  afterEach(async () => {
    for (const session of open.splice(0)) await session.end()
    await once('restore')
    await once('forget')
    await board.sys.control(`boot ${layout}`)
  })

  return {
    get board() {
      return board
    },
    once,
    state: async () => (await once('status'))[0]?.[1],
    tuner,
    begun: async (...words) => {
      const session = await tuner()
      expect(await session.ask('begin', ...words)).toEqual([['ok']])
      return session
    },
    isBack: async () => {
      const now = await board.sys.settings()
      return Object.keys({ ...before, ...now }).every((path) => before[path] === now[path])
    },
    kill: (...whom) =>
      board.exec(
        `for file in ${whom.join(' ')}; do read -r pid _ <${stateFolder}/$file; kill -9 $pid; done`,
      ),
  }
}
