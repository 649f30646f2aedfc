// Who reads a run's journal on this board, or looks at what the board does: the agent's own processes, whose load is
// Benchtop's and nobody else's. Each says so in a file of its own; one that died without taking it away is no listener.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, ownIdentity, readIdentity } from '../process-identity.ts'

/** Until it is disposed of, this process listens. What can not be written is not worth a fault. */
export function listen(listenersDir: string): Disposable {
  const path = join(listenersDir, `${process.pid}.json`)
  try {
    mkdirSync(listenersDir, { recursive: true })
    writeFileSync(path, JSON.stringify(ownIdentity()))
  } catch (error) {
    process.stderr.write(`${String(error)}\n`)
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) }
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

/** Where loads are told apart by process, which is Linux; elsewhere none. */
export function listenersIn(listenersDir: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return namesIn(listenersDir).flatMap((name) => {
    const identity = readIdentity(join(listenersDir, name))
    return identity !== null && isAlive(identity) ? [identity.pid] : []
  })
}
