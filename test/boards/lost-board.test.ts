// A board that goes away while it measures: it comes back, or it never does. Either way a person gets out of it.

import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHandlers, type Handlers } from '../../src/main/handlers.ts'
import type { BoardId } from '../../src/shared/board.ts'
import type { RunId } from '../../src/shared/event.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { shortLimits, storedEvents, TestBench, until } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { addressOf } from '../ssh/desk.ts'
import { startSweep as startTinySweep } from './first-sweep.ts'
import { loopbackLack, skipped } from './lack.ts'
import { freePort, type LoopbackBoard, makeKey, startLoopbackBoard } from './loopback.ts'

const noDesktop = {
  info: { version: '', electron: '', platform: '', unofficialElectron: false, keepsSecrets: false },
  chooseModel: async () => null,
  chooseKey: async () => null,
  chooseReport: async () => null,
  chooseTuning: async () => null,
  reveal: () => undefined,
  chooseMeter: async () => null,
  choosePlan: async () => null,
  choosePlanTarget: async () => null,
  chooseInput: async () => null,
  holdClosing: () => undefined,
  quit: async () => undefined,
  openInBrowser: async () => undefined,
}

describe.skipIf(skipped(loopbackLack()))('a board that goes away', () => {
  let ssh: LoopbackBoard
  let desk: TestBench
  let calls: Handlers
  let board: BoardId

  const trustShown = () => {
    const { connection } = desk.bench.boards.view(board)
    if (connection.kind !== 'fault') throw new Error('no key waits for trust')
    desk.bench.boards.trust(board, String(connection.fault.params.fingerprint))
  }
  const addBoard = (address: { readonly port: number }) => {
    return desk.bench.boards.addSsh('Loopback', { ...addressOf(ssh), ...address }).board.id
  }
  const record = (run: RunId) => desk.bench.runs.record(run)

  async function startSweep(batches: readonly number[]): Promise<RunId> {
    const id = await startTinySweep(desk, board, batches)
    await until(() => record(id).measuredPoints >= 1)
    return id
  }

  beforeEach(async () => {
    ssh = await startLoopbackBoard()
    desk = new TestBench()
    calls = createHandlers(desk.bench, noDesktop)
    board = addBoard(ssh)
    await desk.bench.boards.connect(board)
    trustShown()
  })
  afterEach(async () => {
    await desk.dispose()
    await ssh.stop()
  })

  test('one that refuses connections while it starts anew is waited for', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await ssh.restart(async () => {
      await until(() => record(run).fault?.code === 'connection-refused')
    })
    await desk.bench.runs.settled(run)
    expect(record(run)).toMatchObject({ status: 'completed', fault: null, measuredPoints: 8 })
  })

  test('one that comes back with another key is followed again once that is trusted', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await ssh.replaceHostKeys(['ed25519'])
    await until(() => record(run).fault?.code === 'host-key-changed')
    await desk.bench.runs.settled(run)
    expect(record(run).status).toBe('running')
    trustShown()
    await calls['boards.connect']({ board })
    await desk.bench.runs.settled(run)
    expect(record(run)).toMatchObject({ status: 'completed', fault: null, measuredPoints: 8 })
    expect(storedEvents(desk.dataDir, run).at(-1)).toMatchObject({ type: 'run-ended' })
  })

  test('one whose login nobody answers on the way back goes on with its run, unheard', async () => {
    const keyPath = makeKey(desk.dataDir, 'locked', 'ed25519', 'open sesame')
    await ssh.accept(`${keyPath}.pub`)
    const address = addressOf({ ...ssh, keyPath })
    await calls['boards.edit']({ board, name: 'Loopback', address })
    const answer = async (answers: string[] | null) => {
      const { id } = await until(() => desk.bench.questions.pending()[0])
      await calls['login.answer']({ id, answers, remember: false })
    }
    const connect = async () => {
      const connecting = calls['boards.connect']({ board })
      await answer(['open sesame'])
      expect((await connecting).connection.kind).toBe('ready')
    }
    await connect()
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await ssh.cutSessions()
    await answer(null)
    await desk.bench.runs.settled(run)
    expect(record(run)).toMatchObject({ status: 'running', fault: { code: 'run-not-followed' } })
    await connect()
    await desk.bench.runs.settled(run)
    expect(record(run)).toMatchObject({ status: 'completed', fault: null, measuredPoints: 8 })
  })

  test('a run that is cancelled while its board is away is cancelled when it is back', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await ssh.restart(async () => {
      await until(() => record(run).fault !== null)
      await calls['runs.cancel']({ run })
      expect(record(run).status).toBe('running')
    })
    await desk.bench.runs.settled(run)
    expect(storedEvents(desk.dataDir, run).at(-1)).toMatchObject({ type: 'run-ended' })
    expect(record(run).fault).toBeNull()
    expect(record(run).status).not.toBe('running')
  })

  test('a run that nobody hears of any more can be removed, one that is heard can not', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await expect(calls['runs.remove']({ run })).rejects.toThrow('still going on')
    await ssh.restart(async () => {
      await until(() => record(run).fault !== null)
      await calls['runs.remove']({ run })
    })
    expect(desk.bench.runs.list()).toEqual([])
  })

  test('a board that is removed takes its run with it: what was measured stays, and its key is forgotten', async () => {
    const run = await startSweep([1, 2, 3, 4, 5, 6, 7, 8])
    await calls['boards.remove']({ board })
    expect(record(run)).toMatchObject({ status: 'lost', fault: { code: 'board-removed' } })
    expect(record(run).measuredPoints).toBeGreaterThanOrEqual(1)
    board = addBoard(ssh)
    const { connection } = await desk.bench.boards.connect(board)
    expect(connection).toMatchObject({ fault: { code: 'host-key-unknown' } })
  })

  test('a key stays trusted while another board has the same address', async () => {
    const twin = addBoard(ssh)
    await calls['boards.remove']({ board: twin })
    const { connection } = await desk.bench.boards.connect(board)
    expect(connection.kind).toBe('ready')
  })
})

describe('a board that never answers', () => {
  let desk: TestBench
  beforeEach(() => {
    desk = new TestBench()
  })

  /** A server that takes connections and says nothing. */
  async function silence() {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined).resume()
    })
    const port = await freePort()
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const keyPath = makeKey(desk.dataDir, 'key', 'ed25519')
    const address = addressOf({ host: '127.0.0.1', port, user: 'edge', keyPath })
    const { board } = desk.bench.boards.addSsh('Silence', address)
    return { board: board.id, sockets, close: () => server.close() }
  }

  test('is let go when it is removed, and does not keep the program from ending', async () => {
    const { board, sockets, close } = await silence()
    const connecting = desk.bench.boards.connect(board).catch(() => undefined)
    await until(() => sockets.length === 1)
    desk.bench.boards.remove(board)
    await connecting
    await until(() => sockets[0]?.destroyed)
    await desk.dispose()
    close()
  })

  test('a run that waits for it is cancelled at once, also where another asked first', async () => {
    const { board, sockets, close } = await silence()
    const connecting = desk.bench.boards.connect(board)
    await until(() => sockets.length === 1)
    const path = join(desk.dataDir, 'tiny.onnx')
    writeModel(path, perceptron())
    const { sha256, name } = await desk.bench.models.add(path)
    const models = [{ sha256, name }]
    const plan = planSchema.parse({
      models,
      batches: [1],
      threads: [1],
      limits: shortLimits,
      seed: 1,
    })
    const { id } = desk.bench.runs.start(board, plan)
    await desk.bench.runs.cancel(id)
    await desk.bench.runs.settled(id)
    expect(desk.bench.runs.record(id).status).toBe('cancelled')
    expect(desk.bench.boards.view(board).connection.kind).toBe('connecting')
    await desk.bench.boards.disconnect(board)
    expect((await connecting).connection.kind).toBe('idle')
    await desk.dispose()
    close()
  })
})
