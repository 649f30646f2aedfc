// Runs commands on this computer as child processes. No shell stands between, on no operating system.

import { spawn } from 'node:child_process'
import { FaultError, fail, fault } from '../../shared/fault.ts'
import { type ExecOptions, type Exit, supervise, type Transport } from './transport.ts'

/** How long a command that was asked to end may take before it is killed. */
const patienceMs = 2_000

export function openLocalTransport(): Transport {
  const over = new AbortController()
  const closed = new Promise<void>((resolve) => {
    over.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const host = 'this computer'
  return {
    host,
    closed,
    close: () => over.abort(),
    exec: async (argv, options = {}) => {
      if (over.signal.aborted) return fail('link-lost', { host })
      try {
        const signal = AbortSignal.any([over.signal, ...(options.signal ? [options.signal] : [])])
        return await execHere(argv, { ...options, signal })
      } catch (error) {
        if (over.signal.aborted && !options.signal?.aborted) return fail('link-lost', { host })
        throw error
      }
    },
  }
}

function execHere(argv: readonly string[], options: ExecOptions): Promise<Exit> {
  const [program = '', ...args] = argv
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', (error) =>
      reject(new FaultError(fault('internal', {}, `${program}: ${error.message}`))),
    )
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  const kill = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), patienceMs).unref()
  }
  return supervise(
    { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, kill },
    options,
  )
}
