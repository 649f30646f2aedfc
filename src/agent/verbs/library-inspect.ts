// `library-inspect`: what a libonnxruntime of the board's own is. Loading it runs its code, so that happens in a child
// process: whatever becomes of that one, the answer is facts or a fault.

import { fork } from 'node:child_process'
import { z } from 'zod'
import { type LibraryFacts, libraryFactsSchema } from '../../shared/board.ts'
import { type Fault, FaultError, fail, faultSchema, toFault } from '../../shared/fault.ts'
import { maxLogBytes } from '../../shared/protocol.ts'
import { libraryFacts } from '../engine/library-facts.ts'
import { agentArguments, type Program } from '../program.ts'

/** Drivers of a GPU may take seconds to start. */
const patienceMs = 60_000

const answerSchema = z.union([
  z.object({ facts: libraryFactsSchema }),
  z.object({ fault: faultSchema }),
])
type Answer = { readonly facts: LibraryFacts } | { readonly fault: Fault }

/** In the agent's process. */
export async function inspectLibrary(program: Program, path: string): Promise<LibraryFacts> {
  const [file = '', ...args] = agentArguments(program, ['load-library', path]).slice(
    process.execArgv.length,
  )
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let answer: Answer | null = null
  let log = ''
  child.once('message', (message) => {
    answer = answerSchema.safeParse(message).data ?? null
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-maxLogBytes)
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const how = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  clearTimeout(timer)
  return read(answer) ?? fail('library-crashed', { path, how }, log.trim())
}

function read(answer: Answer | null): LibraryFacts | null {
  if (answer === null) return null
  if ('fault' in answer) throw new FaultError(answer.fault)
  return answer.facts
}

/** In the child: answers, and ends at once, before the library's own endings run. */
export async function loadLibrary(program: Program, path: string): Promise<void> {
  const answer = answerOf(program, path)
  await new Promise<void>((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(answer, () => resolve())
  })
  process.kill(process.pid, 'SIGKILL')
}

function answerOf({ modulesDir }: Program, path: string): Answer {
  try {
    return { facts: libraryFacts(modulesDir, path) }
  } catch (error) {
    return { fault: toFault(error) }
  }
}
