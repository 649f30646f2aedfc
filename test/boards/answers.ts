// Waits until an SSH server answers with its banner.

import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 60_000
/** A server on an emulated processor takes a second or two for its first word. */
const bannerMs = 5_000

export async function answers(
  host: string,
  port: number,
  isAlive: () => boolean = () => true,
): Promise<void> {
  const until = Date.now() + patienceMs
  while (Date.now() < until && isAlive()) {
    if (await greets(host, port)) return
    await sleep(30)
  }
  throw new Error(`no SSH server answers on ${host}:${port}`)
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: bannerMs })
    const settle = (greeted: boolean) => {
      socket.destroy()
      resolve(greeted)
    }
    socket.once('data', (data) => settle(data.toString('latin1').startsWith('SSH-')))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
