// Opens the TCP connection to a board and says in a fault why it could not.

import { connect, type Socket } from 'node:net'
import { type Fault, FaultError, fault } from '../../shared/fault.ts'
import { cancelledError } from '../board/transport.ts'

const connectTimeoutMs = 10_000

const unknownHostCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA'])

export function openSocket(
  host: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelledError())
    const socket = connect({ host, port, noDelay: true })
    const timer = setTimeout(() => {
      refuse(fault('host-unreachable', { host, port }, `no answer in ${connectTimeoutMs / 1000} s`))
    }, connectTimeoutMs)
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const refuse = (why: Fault) => {
      settle()
      socket.destroy()
      reject(new FaultError(why))
    }
    const onAbort = () => refuse(cancelledError().fault)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.on('error', (error) => refuse(socketFault(error, host, port)))
    socket.once('connect', () => {
      settle()
      resolve(socket)
    })
  })
}

/** A socket's error before the handshake, as a fault. */
export function socketFault(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  const code = error.code ?? ''
  if (code === 'ECONNREFUSED') return fault('connection-refused', { host, port })
  if (unknownHostCodes.has(code)) return fault('host-unknown', { host }, code)
  return fault('host-unreachable', { host, port }, error.message || code)
}
