// The command and the core against a board whose kernel lets clocks be set, and whose user has sudo by a password: the
// helper is installed by one, and from then on everything goes without. What is set is given back in the end, to the letter.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ask } from '../../src/main/login/ask.ts'
import type { BoardId } from '../../src/shared/board.ts'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { TestBench } from '../core/bench.ts'
import { commandOn, type Ended } from '../fixtures/command.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { addAndTrust } from './first-sweep.ts'
import { skipped, sysfsLack } from './lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'
import { edgePassword } from './sudo-grant.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'

describe.skipIf(skipped(sysfsLack()))('a board that is tuned from the desk', () => {
  const asked: string[] = []
  const answers = ['wrong horse', edgePassword]
  const ask: Ask = async (_, { kind }) => {
    asked.push(kind)
    return { answers: [answers[asked.length - 1] ?? ''], remember: false }
  }
  let desk: TestBench
  let board: NamespaceBoard
  let id: BoardId
  let before: Readonly<Record<string, string>>
  let benchtop: (...args: string[]) => Promise<Ended>

  beforeAll(async () => {
    board = await startNamespaceBoard({
      diskMiB: 400,
      sysfs: { layout: 'bl2' },
      sudo: 'password',
    })
    desk = new TestBench({ ask, cipher: null })
    id = await addAndTrust(desk, board)
    benchtop = commandOn(desk.dataDir)
    before = await board.sys.settings()
  })
  afterAll(async () => {
    await desk?.dispose()
    await board?.stop()
  })

  const json = async (...args: string[]) => {
    const ended = await benchtop('tune', id, ...args, '--json')
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
    return JSON.parse(ended.stdout) as Record<string, unknown>
  }

  test('the helper is installed by a password, asked for again after a wrong one', async () => {
    const { tunings } = desk.bench
    expect((await tunings.inspect(id)).route).toBe('password')
    const { route, helper } = await tunings.install(id, false)
    expect(asked).toEqual(['sudo', 'sudo'])
    expect({ route, helper }).toMatchObject({ route: 'helper', helper: { isCurrent: true } })
    const log = await board.exec('grep -rs "horse" /home/edge /var/log /etc /tmp /run || true')
    expect(log).toBe('')
  })

  test('it is shown, and what would be written is said and not written', async () => {
    const shown = await benchtop('tune', id)
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/policy0: .*\n {2}governor/)
    expect(shown.stdout).toMatch(/by the helper/)
    await board.sys.mark()
    const { changes } = await json('--governor', 'performance', '--max', '1.2GHz', '--dry-run')
    expect(changes).toContainEqual({
      path: `${cpufreq}/policy0/scaling_governor`,
      from: before[`${cpufreq}/policy0/scaling_governor`],
      value: 'performance',
    })
    expect(await board.sys.written()).toEqual([])
    expect(await board.sys.settings()).toEqual(before)
  })

  test('it is set for a while, made longer, and given back to the letter', async () => {
    const { status } = await json('--governor', 'performance', '--for', '5m')
    expect(status).toMatchObject({ state: 'tuned', lease: { kind: 'until' } })
    expect(await board.sys.settings()).toMatchObject({
      [`${cpufreq}/policy0/scaling_governor`]: 'performance',
    })
    expect(desk.bench.boards.view(id).tuning?.status).toMatchObject({ state: 'tuned' })
    expect((await benchtop('boards')).stdout).toMatch(/maybe tuned/)

    const again = await json('--governor', 'performance', '--for', '2h')
    expect(again.status).toMatchObject({ state: 'tuned' })
    const renewed = await json('--renew', '--for', '1h')
    const { leftMs } = (renewed.status as { lease: { leftMs: number } }).lease
    expect(leftMs).toBeGreaterThan(30 * 60_000)
    expect(leftMs).toBeLessThanOrEqual(60 * 60_000)

    expect(await json('--restore')).toMatchObject({ status: { state: 'untouched' } })
    expect(await board.sys.settings()).toEqual(before)
    expect(desk.bench.boards.view(id).tuning?.status).toEqual({ state: 'untouched' })
  })

  test('what somebody else set meanwhile is left alone, said, and ends with 3', async () => {
    const path = `${cpufreq}/policy0/scaling_governor`
    await json('--governor', 'performance')
    await board.sys.control(`write ${path} conservative`)
    const ended = await benchtop('tune', id, '--restore')
    expect(ended.code).toBe(3)
    expect(ended.stdout).toMatch(/somebody else has set it meanwhile/)
    expect(ended.stdout).toContain(`echo ${before[path]} | sudo tee ${path}`)
    expect(ended.stderr).toMatch(/not as they were/)
    expect((await benchtop('boards')).stdout).toMatch(/NOT given back/)
    expect(await json('--forget')).toMatchObject({ status: { state: 'untouched' } })
    await board.sys.control(`write ${path} ${before[path]}`)
    expect(await board.sys.settings()).toEqual(before)
  })

  test('a profile as a script does on the board what the profile does', async () => {
    const saved = await benchtop(
      'tune',
      'save',
      'still',
      '--governor',
      'powersave',
      '--max',
      '1.2GHz',
    )
    expect(saved.code).toBe(0)
    const { changes } = await json('--profile', 'still', '--dry-run')
    const script = await benchtop('tune', 'export', 'still', '--board', id)
    expect(script.code).toBe(0)
    const run = `cat >/tmp/still.sh <<'end of it'\n${script.stdout}\nend of it\nsh /tmp/still.sh`
    await board.exec(run)
    const after = await board.sys.settings()
    const wanted = new Map(
      (changes as { path: string; value: string }[]).map(({ path, value }) => [path, value]),
    )
    for (const [path, value] of wanted) expect(after[path]).toBe(value)
    await board.sys.control('boot')
    expect(await board.sys.settings()).toEqual(before)
  })

  test('a sweep over governors tells what was seen, and gives back', async () => {
    const model = `${desk.dataDir}/tiny.onnx`
    writeModel(model, perceptron())
    const ended = await benchtop(
      ...['run', '-m', model, '--board', id, '-b', '1', '-t', '1', '--json'],
      ...['--governor', 'performance,powersave'],
    )
    expect(ended.code).toBe(0)
    expect(ended.stderr).toMatch(/Set governor p/)
    const { record, view } = JSON.parse(ended.stdout) as RunSnapshot
    expect(record).toMatchObject({ status: 'completed', clocks: 'given-back' })
    expect(view.clocks.map(({ clock }) => clock.governor).sort()).toEqual([
      'performance',
      'powersave',
    ])
    expect(view.givenBack).toEqual({ state: 'untouched' })
    expect(await board.sys.settings()).toEqual(before)
    const shown = await benchtop('runs', 'show', record.id)
    expect(shown.stdout).toMatch(/clock seen: policy0/)
    const compared = await benchtop('compare', record.id, '--by', 'governor')
    expect(compared.stdout).toMatch(/governor (performance|powersave) against governor/)
  })

  test('the helper is removed again', async () => {
    answers.push(edgePassword)
    const { helper } = await desk.bench.tunings.install(id, true)
    expect(helper.version).toBeNull()
    expect((await board.exec('ls /etc/sudoers.d /usr/local/libexec')).includes('benchtop')).toBe(
      false,
    )
  })
})
