// The agent's entry: one verb per process. stdin carries the request, stdout nothing but the protocol, stderr a log.

import { z } from 'zod'
import { runIdSchema } from '../shared/event.ts'
import { fault, toFault } from '../shared/fault.ts'
import { exitCodes, type Verb, type VerbReply, verbs } from '../shared/protocol.ts'
import { type Program, readProgram } from './program.ts'
import { errorCode, readRequestText, send, sendGreeting, sendProgress } from './wire.ts'

type Request<V extends Verb> = z.output<(typeof verbs)[V]['request']>
type Handlers = {
  readonly [V in Verb]: (program: Program, request: Request<V>) => Promise<VerbReply<V>>
}

const handlers: Handlers = {
  hello: async ({ modulesDir }) => (await import('./facts/board.ts')).readBoardFacts(modulesDir),
  start: async (program, request) => (await import('./verbs/start.ts')).start(program, request),
  attach: async ({ home }, request) => (await import('./verbs/attach.ts')).attach(home, request),
  cancel: async ({ home }, request) => (await import('./verbs/cancel.ts')).cancel(home, request),
  runs: async ({ home }) => (await import('./verbs/runs.ts')).runs(home),
  clean: async (program, request) => (await import('./verbs/clean.ts')).clean(program, request),
  telemetry: async (program, request) =>
    (await import('./verbs/telemetry.ts')).telemetry(program, request),
  preflight: async (_, { instrumentPids }) => ({
    findings: await (await import('./environment/preflight.ts')).preflight({ instrumentPids }),
  }),
  'library-inspect': async (program, { path }) =>
    (await import('./verbs/library-inspect.ts')).inspectLibrary(program, path),
  'model-inspect': async (_, { path, dims }) =>
    (await import('./model/inspect.ts')).inspectModel(path, dims),
  'model-build': async (_, request) =>
    (await import('./model/build.ts')).buildModel(request, sendProgress),
  'variant-make': async (program, request) =>
    (await import('./variant/make.ts')).makeVariant(program, request, sendProgress),
  'variant-compare': async (program, request) =>
    (await import('./variant/compare.ts')).compareVariant(program, request, sendProgress),
  'tune-inspect': async ({ home }, { password }) =>
    (await import('./tune/report.ts')).reportTuning(home, password),
  'tune-apply': async ({ home }, request) =>
    (await import('./verbs/tune.ts')).applyTuning(home, request),
  'tune-renew': async ({ home }, request) =>
    (await import('./verbs/tune.ts')).renewTuning(home, request),
  'tune-restore': async ({ home }, request) =>
    (await import('./verbs/tune.ts')).restoreTuning(home, request),
  'tune-forget': async ({ home }, request) =>
    (await import('./verbs/tune.ts')).forgetTuning(home, request),
  'tune-install': async ({ home }, request) =>
    (await import('./verbs/tune.ts')).installTuning(home, request),
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(verbs, word)
}

async function answer<V extends Verb>(program: Program, verb: V): Promise<number> {
  sendGreeting()
  const parsed = parseRequest(verb, readRequestText())
  if (!parsed.ok) {
    send({ kind: 'fault', fault: fault('bad-request', { reason: parsed.reason }) })
    return exitCodes.badRequest
  }
  try {
    send({ kind: 'reply', value: await handlers[verb](program, parsed.request) })
    return exitCodes.ok
  } catch (error) {
    if (errorCode(error) === 'EPIPE') throw error
    send({ kind: 'fault', fault: toFault(error) })
    return exitCodes.fault
  }
}

type Parsed<V extends Verb> =
  | { readonly ok: true; readonly request: Request<V> }
  | { readonly ok: false; readonly reason: string }

function parseRequest<V extends Verb>(verb: V, text: string | null): Parsed<V> {
  if (text === null) return { ok: false, reason: 'it is too long' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'it is not JSON' }
  }
  const parsed = verbs[verb].request.safeParse(value)
  return parsed.success
    ? { ok: true, request: parsed.data as Request<V> }
    : { ok: false, reason: z.prettifyError(parsed.error) }
}

async function main(): Promise<number> {
  let program: Program
  try {
    program = readProgram(process.argv)
  } catch (error) {
    process.stderr.write(`${String(error)}\n`)
    return exitCodes.badRequest
  }
  const [word = '', ...rest] = program.words
  if (word === 'supervise') {
    const { supervise } = await import('./supervise.ts')
    await supervise(program, runIdSchema.parse(rest[0]))
    return exitCodes.ok
  }
  if (word === 'worker') {
    const { work } = await import('./worker.ts')
    await work(program)
    return exitCodes.ok
  }
  if (word === 'read-power') {
    const { readInThread } = await import('./power/thread.ts')
    await readInThread()
    return exitCodes.ok
  }
  if (word === 'load-library') {
    const { loadLibrary } = await import('./verbs/library-inspect.ts')
    await loadLibrary(program, rest[0] ?? '')
    return exitCodes.ok
  }
  if (word === 'declared-inputs') {
    const { tellInputs } = await import('./model/declared-inputs.ts')
    await tellInputs(rest[0] ?? '')
    return exitCodes.ok
  }
  if (isVerb(word)) return answer(program, word)
  process.stderr.write(`verbs: ${Object.keys(verbs).join(', ')}\n`)
  return exitCodes.badRequest
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
