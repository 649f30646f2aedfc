// A board of its own: without Node, with a disk that fills up and a link that breaks.

import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoardSession, Progress } from '../../src/main/board/session.ts'
import { namespaceLack, skipped } from '../boards/lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from '../boards/namespace-board.ts'
import { until } from '../core/bench.ts'
import { addressOf, Desk, faultOf, sshBoard } from './desk.ts'

const lacks = skipped(namespaceLack())
const home = '/home/edge/.benchtop'

/** Every file of Benchtop's on the board. */
const files = async (board: NamespaceBoard) =>
  (await board.exec(`find ${home} -type f 2>/dev/null || true`)).split('\n').filter(Boolean)

describe.skipIf(lacks)('a board with a small disk', () => {
  const desk = new Desk()
  let board: NamespaceBoard
  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 100 })
    desk.trust(board)
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })

  test('is told how much is missing, before anything is sent', async () => {
    const fault = await faultOf(desk.connect(sshBoard(addressOf(board))))
    expect(fault).toMatchObject({ code: 'no-space', params: { path: home } })
    expect(Number(fault.params.availableMiB)).toBeLessThanOrEqual(100)
    expect(Number(fault.params.neededMiB)).toBeGreaterThan(150)
    expect(await files(board)).toEqual([])
  })
})

describe.skipIf(lacks)('a board of its own', () => {
  const desk = new Desk()
  let board: NamespaceBoard
  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 400 })
    desk.trust(board)
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })

  const connect = (onProgress?: (progress: Progress) => void): Promise<BoardSession> =>
    desk.connect(sshBoard(addressOf(board)), onProgress === undefined ? {} : { onProgress })

  test('a disk that fills up in mid-push is a fault, and no half of anything is left', async () => {
    await board.link('rate_mbit=100')
    let filling: Promise<unknown> | null = null
    const fault = await faultOf(
      connect(({ item, doneBytes }) => {
        if (item.startsWith('Node') && doneBytes > 0)
          filling ??= board.exec('dd if=/dev/zero of=/fill bs=1M 2>/dev/null || true')
      }),
    )
    await filling
    await board.link('')
    expect(filling).not.toBeNull()
    expect(fault).toMatchObject({ code: 'no-space', params: { path: home } })
    expect(fault.detail).toContain('No space left on device')
    const left = await files(board)
    expect(left.filter((path) => !/\/agents\/[0-9a-f]{64}\/agent\.cjs$/.test(path))).toEqual([])
    await board.exec('rm /fill')
  })

  test('a link that breaks in mid-push is lost, and the push goes on where it was', async () => {
    await board.link('rate_mbit=100')
    const fault = await faultOf(
      connect(({ item, doneBytes }) => {
        if (item.startsWith('Node') && doneBytes > 8 * 1024 * 1024)
          void board.exec('pkill -KILL -f "sshd: edge"').catch(() => undefined)
      }),
    )
    expect(fault.code).toBe('link-lost')
    await board.link('')
    const [part = ''] = (await files(board)).filter((path) => path.endsWith('.part'))
    const held = Number(await board.exec(`stat -c %s ${part}`))
    const progress: Progress[] = []
    const session = await connect((at) => void progress.push(at))
    expect(await session.call('hello', {})).toMatchObject({ os: { libc: 'glibc 2.36' } })
    session.close()
    const node = progress.filter(
      ({ item, totalBytes }) => item.startsWith('Node') && totalBytes > 0,
    )
    expect(node[0]?.doneBytes).toBe(Math.floor(held / 65_536) * 65_536)
    expect(held).toBeGreaterThan(0)
    expect((await files(board)).filter((path) => path.includes('/incoming/'))).toEqual([])
  })

  test('a board without Node is measured with the one that was brought', async () => {
    const session = await connect()
    const facts = await session.call('hello', {})
    expect(facts.runtime.node).toBe('24.21.0')
    expect(facts.hostname).toMatch(/^bt-board-\d+$/)
    session.close()
  })

  test('a link that is cut for a moment delays what is going on, and loses nothing', async () => {
    const session = await connect()
    await board.cut()
    const hello = session.call('hello', {})
    await board.uncut()
    expect((await hello).os.platform).toBe('linux')
    session.close()
  })

  test('a board that is unplugged is found out by itself', async () => {
    const session = await connect()
    await board.cut()
    await session.closed
    expect((await faultOf(session.call('hello', {}))).code).toBe('link-lost')
    expect((await faultOf(connect())).code).toBe('host-unreachable')
    await board.uncut()
    // The neighbour that did not answer is asked for again only after a while.
    const again = await until(() => connect().catch(() => false as const))
    expect((await again.call('hello', {})).os.platform).toBe('linux')
    again.close()
  })

  test('a model that does not fit is refused, and what was there of it is gone', async () => {
    const bytes = randomBytes(32 * 1024 * 1024)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = join(desk.dir, 'model.onnx')
    await writeFile(path, bytes)
    const session = await connect()
    await board.exec(
      'fallocate -l $(($(df -Pk / | tail -n 1 | awk "{print \\$4}") - 20480))k /fill',
    )
    const parts = [{ location: 'model.onnx', path, sha256 }]
    const model = { kind: 'model', id: sha256, name: 'model', files: parts } as const
    expect((await faultOf(session.push(model))).code).toBe('no-space')
    expect((await files(board)).filter((file) => file.includes(sha256))).toEqual([])
    await board.exec('rm /fill')
    await session.push(model)
    const sum = await board.exec(`sha256sum ${home}/models/${sha256}/model.onnx`)
    expect(sum.startsWith(sha256)).toBe(true)
    session.close()
  })

  test('a board whose power fails is a lost link', async () => {
    const session = await connect()
    const hello = session.call('hello', {})
    await board.powerOff()
    expect((await faultOf(hello)).code).toBe('link-lost')
    await session.closed
    expect((await faultOf(connect())).code).toMatch(/^(connection-refused|host-unreachable)$/)
  })
})
