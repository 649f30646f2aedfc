// Whether a point is being measured on this board now: its supervisor says so in one file of the home, so that what only
// looks can keep out of its way. A supervisor that died without taking it away measures nothing.

import { rmSync, writeFileSync } from 'node:fs'
import type { Home } from '../home.ts'
import { isAlive, ownIdentity, readIdentity } from '../process-identity.ts'

/** Until it is disposed of. What can not be written is not worth a fault. */
export function sayMeasuring({ measuring }: Home): Disposable {
  try {
    writeFileSync(measuring, JSON.stringify(ownIdentity()))
  } catch (error) {
    process.stderr.write(`${String(error)}\n`)
  }
  return { [Symbol.dispose]: () => rmSync(measuring, { force: true }) }
}

export function isMeasuring({ measuring }: Home): boolean {
  const supervisor = readIdentity(measuring)
  return supervisor !== null && isAlive(supervisor)
}
