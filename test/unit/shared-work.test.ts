// Long work that several ask for: once for all of them, in turn, and ended as soon as nobody wants it.

import { describe, expect, it } from 'vitest'
import { SharedWork } from '../../src/main/model/shared-work.ts'
import { toFault } from '../../src/shared/fault.ts'

/** Work that ends when it is told to, and notes when it began and was stopped. */
class Task {
  begun = false
  stopped = false
  end: (value: string) => void = () => {}

  readonly work = (_: unknown, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      this.begun = true
      this.end = resolve
      signal.addEventListener('abort', () => {
        this.stopped = true
        reject(new Error('stopped'))
      })
    })
}

const nothing = async () => undefined
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => toFault(thrown).code,
  )

describe('shared work', () => {
  it('is done once for all who ask, and one after another', async () => {
    const shared = new SharedWork<string>()
    const [one, other] = [new Task(), new Task()]
    const asked = ['a', 'a', 'b'].map((key) =>
      shared.ask(key, 's', nothing, key === 'a' ? one.work : other.work),
    )
    await settle()
    expect([one.begun, other.begun]).toEqual([true, false])
    one.end('first')
    await settle()
    other.end('second')
    expect(await Promise.all(asked)).toEqual(['first', 'first', 'second'])
  })

  it('hears at once that it is given up while it waits its turn, and what follows waits on', async () => {
    const shared = new SharedWork<string>()
    const [running, waiting, next] = [new Task(), new Task(), new Task()]
    const first = shared.ask('a', 'one', nothing, running.work)
    const second = codeOf(shared.ask('b', 'two', nothing, waiting.work))
    const third = shared.ask('c', 'three', nothing, next.work)
    await settle()
    shared.cancel('two')
    expect(await second).toBe('cancelled')
    await settle()
    expect([waiting.begun, next.begun]).toEqual([false, false])
    running.end('done')
    await settle()
    next.end('last')
    expect([await first, await third]).toEqual(['done', 'last'])
  })

  it('hears it while what goes ahead of its turn is still under way', async () => {
    const shared = new SharedWork<string>()
    const task = new Task()
    const asked = codeOf(shared.ask('a', 's', () => new Promise(() => {}), task.work))
    shared.cancel('s')
    expect(await asked).toBe('cancelled')
    expect(task.begun).toBe(false)
  })

  it('begins anew for who asks after it was given up, though that has not ended yet', async () => {
    const shared = new SharedWork<string>()
    const again = new Task()
    let clear = () => {}
    const slow = (_: unknown, signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => {
          clear = () => reject(new Error('stopped'))
        })
      })
    const off = codeOf(shared.ask('a', 's', nothing, slow))
    await settle()
    shared.cancel('s')
    const wanted = shared.ask('a', 's', nothing, again.work)
    await settle()
    expect(again.begun).toBe(false)
    clear()
    expect(await off).not.toBeNull()
    await settle()
    again.end('made')
    expect(await wanted).toBe('made')
  })

  it('goes on while one of those who asked wants it, and ends with the last', async () => {
    const shared = new SharedWork<string>()
    const task = new Task()
    const [one, other] = [new AbortController(), new AbortController()]
    const first = codeOf(shared.ask('a', 's', nothing, task.work, one.signal))
    const second = codeOf(shared.ask('a', 's', nothing, task.work, other.signal))
    await settle()
    one.abort()
    expect(await first).toBe('cancelled')
    expect(task.stopped).toBe(false)
    other.abort()
    expect(await second).toBe('cancelled')
    expect(task.stopped).toBe(true)
  })

  it('stays for who gave no way to leave', async () => {
    const shared = new SharedWork<string>()
    const task = new Task()
    const stop = new AbortController()
    const staying = shared.ask('a', 's', nothing, task.work)
    const leaving = codeOf(shared.ask('a', 's', nothing, task.work, stop.signal))
    await settle()
    stop.abort()
    expect(await leaving).toBe('cancelled')
    task.end('made')
    expect(await staying).toBe('made')
  })
})
