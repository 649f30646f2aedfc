// A runtime that was damaged on the board after it was put in place: what differs is brought again, and no more.

import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loopbackLack, namespaceLack, skipped } from '../boards/lack.ts'
import { type LoopbackBoard, startLoopbackBoard } from '../boards/loopback.ts'
import { type NamespaceBoard, startNamespaceBoard } from '../boards/namespace-board.ts'
import { addressOf, Desk, faultOf, sshBoard } from './desk.ts'

const pushed = (desk: Desk) =>
  new Set(desk.progress.filter(({ stage }) => stage === 'push').map(({ item }) => item))

describe.skipIf(skipped(loopbackLack()))('a damaged ONNX Runtime', () => {
  const desk = new Desk()
  let board: LoopbackBoard
  let library = ''
  let koffi = ''
  beforeAll(async () => {
    board = await startLoopbackBoard()
    desk.trust(board)
    ;(await desk.connect(sshBoard(addressOf(board)))).close()
    const ort = join(board.home, '.benchtop', 'ort')
    const [name = ''] = readdirSync(ort, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /libonnxruntime\.so/.test(path),
    )
    library = join(ort, name)
    const [native = ''] = readdirSync(ort, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('/koffi.node'),
    )
    koffi = join(ort, native)
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })
  beforeEach(() => {
    desk.progress.length = 0
  })

  /** Says hello to the board as it is now, and gives what was brought for it. */
  async function greet(): Promise<Set<string>> {
    const session = await desk.connect(sshBoard(addressOf(board)))
    expect(pushed(desk)).toEqual(new Set())
    try {
      expect(await session.call('hello', {})).toMatchObject({
        runtime: { ort: '1.30.0', koffi: '3.3.4' },
      })
      return pushed(desk)
    } finally {
      session.close()
    }
  }

  test.each([
    ['that is cut short', async () => truncateSync(library, 1_000_000)],
    ['that is gone', async () => rmSync(library)],
    [
      'with other bytes of the same length',
      async () => {
        const file = await open(library, 'r+')
        await file.write(Buffer.alloc(4096), 0, 4096, 0)
        await file.close()
      },
    ],
  ])('with a library %s is brought again', async (_, damage) => {
    const { size } = statSync(library)
    await damage()
    expect(await greet()).toEqual(new Set(['ONNX Runtime 1.30.0']))
    expect(statSync(library).size).toBe(size)
    desk.progress.length = 0
    expect(await greet()).toEqual(new Set())
  })

  test.each([
    ['is cut short', () => truncateSync(koffi, 1000)],
    ['is gone', () => rmSync(koffi)],
  ])('and a koffi that %s, though hello is answered without it', async (_, damage) => {
    const { size } = statSync(koffi)
    damage()
    expect(await greet()).toEqual(new Set(['ONNX Runtime 1.30.0']))
    expect(statSync(koffi).size).toBe(size)
  })

  test('is not what breaks a runtime that is whole: nothing is brought, the board’s words stand', async () => {
    const agentPath = join(desk.dir, 'agent.cjs')
    writeFileSync(agentPath, 'require("a-library-that-is-not-there")')
    const session = await desk.connectWith({ agentPath })(sshBoard(addressOf(board)))
    desk.progress.length = 0
    const fault = await faultOf(session.call('hello', {}))
    session.close()
    expect(fault.code).toBe('runtime-broken')
    expect(fault.detail).toContain('a-library-that-is-not-there')
    expect(pushed(desk)).toEqual(new Set())
  })
})

describe.skipIf(skipped(namespaceLack()))('a damaged Node', () => {
  const desk = new Desk()
  let board: NamespaceBoard
  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 400 })
    desk.trust(board)
    ;(await desk.connect(sshBoard(addressOf(board)))).close()
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })
  beforeEach(() => {
    desk.progress.length = 0
  })

  test.each([
    ['cut short', 'truncate -s 40000000'],
    ['empty', 'truncate -s 0'],
    ['no longer executable', 'chmod 644'],
  ])('%s is brought again', async (_, damage) => {
    await board.exec(`${damage} /home/edge/.benchtop/runtimes/*/bin/node`)
    const session = await desk.connect(sshBoard(addressOf(board)))
    expect(await session.call('hello', {})).toMatchObject({ runtime: { node: '24.21.0' } })
    session.close()
    expect(pushed(desk)).toEqual(new Set(['Node 24.21.0']))
  })
})
