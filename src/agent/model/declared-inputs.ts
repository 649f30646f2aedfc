// The inputs that a model file declares, read by a process of its own: what is measured afterwards finds a process that
// has neither loaded the model nor held its bytes.

import { fork } from 'node:child_process'
import { z } from 'zod'
import { type Fault, FaultError, faultSchema, toFault } from '../../shared/fault.ts'
import { type TensorInfo, tensorInfoSchema } from '../../shared/model.ts'
import { maxLogBytes } from '../../shared/protocol.ts'
import { agentArguments, type Program } from '../program.ts'
import { inputsOf } from './inspect.ts'
import { readModel } from './read.ts'

const answerSchema = z.union([
  z.object({ inputs: z.array(tensorInfoSchema) }),
  z.object({ fault: faultSchema }),
])
type Answer = { readonly inputs: readonly TensorInfo[] } | { readonly fault: Fault }

/** Throws the faults of `readModel`. */
export async function declaredInputs(
  program: Program,
  path: string,
): Promise<readonly TensorInfo[]> {
  const [file = '', ...args] = agentArguments(program, ['declared-inputs', path]).slice(
    process.execArgv.length,
  )
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const told: unknown[] = []
  let log = ''
  child.on('message', (message) => told.push(message))
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-maxLogBytes)
  })
  const how = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const answer = answerSchema.safeParse(told[0]).data
  if (answer === undefined) throw new Error(`who reads the model's inputs ended: ${how}\n${log}`)
  if ('fault' in answer) throw new FaultError(answer.fault)
  return answer.inputs
}

/** In the child. */
export async function tellInputs(path: string): Promise<void> {
  const answer = answerOf(path)
  await new Promise<void>((resolve) => {
    if (process.send === undefined) resolve()
    else process.send(answer, () => resolve())
  })
}

function answerOf(path: string): Answer {
  try {
    return { inputs: inputsOf(readModel(path).graph) }
  } catch (error) {
    return { fault: toFault(error) }
  }
}
