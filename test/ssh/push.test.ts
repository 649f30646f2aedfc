// What is carried to a board: from nothing, resumed, damaged, twice at a time, against a real OpenSSH server.

import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Artifact } from '../../src/main/board/artifact.ts'
import { pushContent } from '../../src/main/board/push-content.ts'
import type { Content, Progress } from '../../src/main/board/session.ts'
import { push } from '../../src/main/board/upload.ts'
import { loopbackLack, skipped } from '../boards/lack.ts'
import { type LoopbackBoard, startLoopbackBoard } from '../boards/loopback.ts'
import { addressOf, Desk, faultOf, sshBoard } from './desk.ts'

const mib = 1024 * 1024
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe.skipIf(skipped(loopbackLack()))('what is carried to a board', () => {
  const desk = new Desk()
  let board: LoopbackBoard
  let home = ''
  beforeAll(async () => {
    board = await startLoopbackBoard()
    desk.trust(board)
    home = join(board.home, '.benchtop')
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })
  beforeEach(() => {
    rmSync(home, { recursive: true, force: true })
    desk.progress.length = 0
  })

  const connect = () => desk.connect(sshBoard(addressOf(board)))
  const incoming = () =>
    existsSync(join(home, 'incoming')) ? readdirSync(join(home, 'incoming')) : []
  const pushes = () => desk.progress.filter(({ stage }) => stage === 'push')

  async function makeModel(
    name: string,
    bytes: Uint8Array,
  ): Promise<Content & { readonly sha256: string; readonly path: string }> {
    const path = join(desk.dir, name)
    await writeFile(path, bytes)
    const sha256 = sha256Of(bytes)
    const files = [{ location: 'model.onnx', path, sha256 }]
    return { kind: 'model', id: sha256, name, files, sha256, path }
  }

  /** Bytes that stop coming after the first `stopAfter` until `meanwhile` has ended. */
  function slowArtifact(
    bytes: Uint8Array,
    stopAfter: number,
    meanwhile: () => Promise<void>,
  ): Artifact {
    const sha256 = sha256Of(bytes)
    return {
      item: 'slow model',
      sha256,
      bytes: bytes.length,
      target: `models/${sha256}.onnx`,
      form: 'file',
      unpackedBytes: 0,
      open: async function* (start) {
        yield bytes.subarray(start, stopAfter)
        await meanwhile()
        yield bytes.subarray(Math.max(start, stopAfter))
      },
    }
  }

  const partPath = (sha256: string) => join(home, 'incoming', `${sha256}.part`)

  async function partHolds(sha256: string, bytes: number): Promise<void> {
    while (!existsSync(partPath(sha256)) || statSync(partPath(sha256)).size < bytes) await sleep(10)
  }

  test('a bare board gets all it needs, with progress; the second time it gets nothing', async () => {
    const session = await connect()
    const facts = await session.call('hello', {})
    expect(facts.os.platform).toBe('linux')
    expect(await session.call('runs', {})).toEqual({ runs: [] })
    session.close()
    const items = new Set(pushes().map(({ item }) => item))
    expect([...items]).toEqual(expect.arrayContaining(['Benchtop agent']))
    for (const item of items) {
      const of = pushes().filter((progress) => progress.item === item)
      const done = of.map(({ doneBytes }) => doneBytes)
      expect(done).toEqual([...done].sort((a, b) => a - b))
      expect(of.at(-1)?.doneBytes).toBe(of.at(-1)?.totalBytes)
    }
    expect(incoming()).toEqual([])
    const agent = readdirSync(join(home, 'agents'))
    expect(agent).toEqual([sha256Of(readFileSync(desk.agentPath))])

    desk.progress.length = 0
    const again = await connect()
    expect(await again.call('hello', {})).toMatchObject({ hostname: facts.hostname })
    again.close()
    expect(pushes()).toEqual([])
  })

  test.skipIf(!existsSync('/bin/busybox'))(
    'a board with BusyBox’s tools alone is as good',
    async () => {
      const tools = join(desk.dir, 'tools')
      chmodSync(desk.dir, 0o755)
      mkdirSync(tools)
      execFileSync('/bin/busybox', ['--install', '-s', tools])
      const startUp = join(board.home, '.bashrc')
      await writeFile(startUp, `PATH=${tools}\n`)
      try {
        const model = await makeModel('busybox.onnx', randomBytes(3 * mib))
        const session = await connect()
        await session.call('hello', {})
        await session.push(model)
        session.close()
        expect(pushes().some(({ item }) => item.startsWith('ONNX Runtime'))).toBe(true)
        expect(sha256Of(readFileSync(join(home, 'models', model.id, 'model.onnx')))).toBe(
          model.sha256,
        )
        expect(incoming()).toEqual([])
      } finally {
        rmSync(startUp)
      }
    },
  )

  test('an agent that was changed on the board is replaced by the right one', async () => {
    ;(await connect()).close()
    const sha256 = sha256Of(readFileSync(desk.agentPath))
    const path = join(home, 'agents', sha256, 'agent.cjs')
    await writeFile(path, 'console.log("not ours")')
    const session = await connect()
    await session.call('hello', {})
    session.close()
    expect(sha256Of(readFileSync(path))).toBe(sha256)
  })

  test('two sessions that bring the same at the same time both succeed', async () => {
    const sessions = await Promise.all([connect(), connect(), connect()])
    for (const session of sessions) await session.call('hello', {})
    const model = await makeModel('shared.onnx', randomBytes(24 * mib))
    await Promise.all(sessions.map((session) => session.push(model)))
    for (const session of sessions) session.close()
    expect(sha256Of(readFileSync(join(home, 'models', model.id, 'model.onnx')))).toBe(model.sha256)
    expect(incoming()).toEqual([])
  })

  test('a push that was cut goes on from the byte that is there', async () => {
    const bytes = randomBytes(6 * mib + 12_345)
    const transport = await desk.transport(addressOf(board))
    const cut = slowArtifact(bytes, 3 * mib, async () => {
      await partHolds(cut.sha256, 2 * mib)
      await board.cutSessions()
    })
    expect((await faultOf(push(transport, home, cut))).code).toBe('link-lost')
    const held = statSync(partPath(cut.sha256)).size
    expect(held).toBeGreaterThanOrEqual(2 * mib)

    const progress: Progress[] = []
    const again = await desk.transport(addressOf(board))
    const rest = slowArtifact(bytes, bytes.length, async () => undefined)
    await push(again, home, rest, { onProgress: (at) => progress.push(at) })
    again.close()
    expect(progress[0]?.doneBytes).toBe(Math.floor(held / 65_536) * 65_536)
    expect(sha256Of(readFileSync(join(home, rest.target)))).toBe(rest.sha256)
    expect(incoming()).toEqual([])
  })

  /** A model of three files, as large as given. */
  async function makeFolder(sizes: readonly number[]): Promise<Content> {
    const names = ['model.onnx', 'data/first weights.bin', "data/second's.bin"]
    const files = await Promise.all(
      sizes.map(async (bytes, index) => {
        const { path, sha256 } = await makeModel(`beside-${index}`, randomBytes(bytes))
        return { location: names[index] ?? '', path, sha256 }
      }),
    )
    return { kind: 'model', id: randomBytes(32).toString('hex'), name: 'folder', files }
  }

  function expectWhole({ id, files }: Content): void {
    for (const { location, sha256 } of files)
      expect(sha256Of(readFileSync(join(home, 'models', id, location)))).toBe(sha256)
    expect(readdirSync(join(home, 'models', id)).sort()).toEqual(['data', 'model.onnx'])
    expect(incoming()).toEqual([])
  }

  test('a model with files beside it goes on with the file at which it was cut, and appears whole', async () => {
    const content = await makeFolder([mib, 2 * mib, 3 * mib])
    const stop = new AbortController()
    const transport = await desk.transport(addressOf(board))
    const cut = pushContent(transport, home, content, {
      signal: stop.signal,
      onProgress: ({ doneBytes, totalBytes }) => {
        expect(totalBytes).toBe(6 * mib)
        if (doneBytes > 3 * mib) stop.abort()
      },
    })
    expect((await faultOf(cut)).code).toBe('cancelled')
    expect(existsSync(join(home, 'models', content.id))).toBe(false)

    const progress: Progress[] = []
    await pushContent(transport, home, content, { onProgress: (at) => progress.push(at) })
    expect(progress[0]?.doneBytes).toBeGreaterThanOrEqual(3 * mib)
    expect(progress.at(-1)).toMatchObject({ doneBytes: 6 * mib, totalBytes: 6 * mib })
    expectWhole(content)

    progress.length = 0
    await pushContent(transport, home, content, { onProgress: (at) => progress.push(at) })
    transport.close()
    expect(progress).toEqual([])
  })

  test('three that bring the same model of several files all succeed', async () => {
    const content = await makeFolder([mib, 5 * mib, 3 * mib])
    const transports = await Promise.all([0, 1, 2].map(() => desk.transport(addressOf(board))))
    await Promise.all(transports.map((transport) => pushContent(transport, home, content)))
    for (const transport of transports) transport.close()
    expectWhole(content)
  })

  test('a file beside a model that changed is named, and nothing is left of the model', async () => {
    const content = await makeFolder([mib, mib, mib])
    const path = content.files[1]?.path ?? ''
    await writeFile(path, randomBytes(mib))
    const transport = await desk.transport(addressOf(board))
    expect(await faultOf(pushContent(transport, home, content))).toMatchObject({
      code: 'model-changed',
      params: { path },
    })
    transport.close()
    expect(incoming()).toEqual([])
    expect(existsSync(join(home, 'models', content.id))).toBe(false)
  })

  test('the values of an input become one file', async () => {
    const bytes = randomBytes(mib)
    const { path, sha256 } = await makeModel('values.npy', bytes)
    const files = [{ location: 'values.npy', path, sha256 }]
    const content = { kind: 'input', id: sha256, name: 'values', files } as const
    const session = await connect()
    await session.push(content)
    session.close()
    expect(sha256Of(readFileSync(join(home, 'inputs', `${sha256}.npy`)))).toBe(sha256)
    expect(incoming()).toEqual([])
  })

  test('a part that was damaged meanwhile is sent again from the start', async () => {
    const bytes = randomBytes(3 * mib)
    const model = await makeModel('damaged.onnx', bytes)
    const transport = await desk.transport(addressOf(board))
    const cut = slowArtifact(bytes, mib, async () => {
      await partHolds(model.sha256, mib)
      await board.cutSessions()
    })
    await faultOf(push(transport, home, cut))
    const part = await open(partPath(model.sha256), 'r+')
    await part.write(Buffer.alloc(100, 0), 0, 100, 5_000)
    await part.close()
    const again = await desk.transport(addressOf(board))
    const progress: Progress[] = []
    await pushContent(again, home, model, { onProgress: (at) => progress.push(at) })
    again.close()
    expect(progress[0]?.doneBytes).toBe(mib)
    expect(sha256Of(readFileSync(join(home, 'models', model.id, 'model.onnx')))).toBe(model.sha256)
  })

  test('a part that is longer than the whole is thrown away', async () => {
    const model = await makeModel('longer.onnx', randomBytes(mib))
    const transport = await desk.transport(addressOf(board))
    await transport.exec(['mkdir', '-p', `${home}/incoming`])
    await transport.exec(['dd', `of=${partPath(model.sha256)}`], { stdin: randomBytes(2 * mib) })
    await pushContent(transport, home, model, {})
    transport.close()
    expect(sha256Of(readFileSync(join(home, 'models', model.id, 'model.onnx')))).toBe(model.sha256)
  })

  test('what arrives damaged twice is given up, and nothing is left of it', async () => {
    const bytes = randomBytes(mib)
    const lying = {
      ...slowArtifact(bytes, mib, async () => undefined),
      sha256: 'f'.repeat(64),
      target: 'models/never.onnx',
    }
    const transport = await desk.transport(addressOf(board))
    const fault = await faultOf(push(transport, home, lying))
    transport.close()
    expect(fault).toMatchObject({ code: 'push-corrupt', params: { item: 'slow model' } })
    expect(incoming()).toEqual([])
    expect(readdirSync(join(home, 'models'))).toEqual([])
  })

  test('a model that changed or went away since it was added is not taken for itself', async () => {
    const model = await makeModel('changing.onnx', randomBytes(mib))
    await writeFile(model.path, randomBytes(mib))
    const transport = await desk.transport(addressOf(board))
    const changed = await faultOf(pushContent(transport, home, model, {}))
    expect(changed).toMatchObject({ code: 'model-changed', params: { path: model.path } })
    expect(incoming()).toEqual([])
    rmSync(model.path)
    const missing = await faultOf(pushContent(transport, home, model, {}))
    expect(missing).toMatchObject({ code: 'model-missing', params: { path: model.path } })
    transport.close()
  })

  test('a cancelled push leaves its part for the next one', async () => {
    const bytes = randomBytes(3 * mib)
    const stop = new AbortController()
    const cut = slowArtifact(bytes, 2 * mib, async () => {
      await partHolds(cut.sha256, mib)
      stop.abort()
    })
    const transport = await desk.transport(addressOf(board))
    const fault = await faultOf(push(transport, home, cut, { signal: stop.signal }))
    transport.close()
    expect(fault.code).toBe('cancelled')
    expect(incoming()).toEqual([`${cut.sha256}.part`])
  })

  test('a home that is not the user’s own is refused before anything is written', async () => {
    chmodSync(board.home, 0o555)
    try {
      if (process.getuid?.() !== 0) return
      expect(await faultOf(connect())).toMatchObject({
        code: 'home-not-writable',
        params: { user: board.user, path: board.home },
      })
      expect(existsSync(home)).toBe(false)
    } finally {
      chmodSync(board.home, 0o755)
    }
  })

  test('an agent that can not start is a broken runtime, in the board’s own words', async () => {
    const broken = new Desk()
    broken.trust(board)
    const agentPath = join(broken.dir, 'agent.cjs')
    await writeFile(agentPath, 'require("a-library-that-is-not-there")')
    const session = await broken.connectWith({ agentPath })(sshBoard(addressOf(board)))
    const fault = await faultOf(session.call('hello', {}))
    session.close()
    broken.dispose()
    expect(fault.code).toBe('runtime-broken')
    expect(fault.detail).toContain("Cannot find module 'a-library-that-is-not-there'")
  })
})
