// A runtime that a board will not load, on a board of its own: what its loader says becomes an exact remedy.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultCommand } from '../../src/shared/fault.ts'
import { namespaceLack, skipped } from '../boards/lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from '../boards/namespace-board.ts'
import { addressOf, Desk, faultOf, sshBoard } from './desk.ts'

describe.skipIf(skipped(namespaceLack()))('a board that will not load the runtime', () => {
  const desk = new Desk()
  let board: NamespaceBoard
  beforeAll(async () => {
    board = await startNamespaceBoard({ diskMiB: 500 })
    desk.trust(board)
  })
  afterAll(async () => {
    await board?.stop()
    desk.dispose()
  })

  const greet = async () => {
    const session = await desk.connect(sshBoard(addressOf(board)))
    try {
      return await session.call('hello', {})
    } finally {
      session.close()
    }
  }

  test('for want of a system library is told which package holds it', async () => {
    const library = (await board.exec('ls /usr/lib/*/libstdc++.so.6')).trim()
    await board.exec(`mv ${library} /root/away && rm -f ${library}`)
    const fault = await faultOf(greet())
    expect(fault).toMatchObject({
      code: 'runtime-library-missing',
      params: { library: 'libstdc++.so.6' },
    })
    expect(faultCommand(fault)).toBe('sudo apt install libstdc++6')
    await board.exec(`mv /root/away ${library}`)
    expect(await greet()).toMatchObject({ os: { platform: 'linux' } })
  })

  test('because its home may hold no programs is told so', async () => {
    await board.exec(
      'mount --bind /home/edge /home/edge && mount -o remount,bind,noexec /home/edge',
    )
    const fault = await faultOf(greet())
    expect(fault.code).toBe('home-not-executable')
    await board.exec('umount /home/edge')
    expect(await greet()).toMatchObject({ os: { platform: 'linux' } })
  })
})
