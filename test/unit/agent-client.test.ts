// What the desk makes of an agent's words, right and wrong. The agents here are small real processes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agentSession } from '../../src/main/board/agent-session.ts'
import { openLocalTransport } from '../../src/main/board/local-transport.ts'
import { printed } from '../../src/main/board/printed.ts'
import type { RunEvent } from '../../src/shared/event.ts'
import { type Fault, FaultError, fault } from '../../src/shared/fault.ts'
import { protocolMagic, protocolVersion } from '../../src/shared/protocol.ts'

const run = '20260101T000000-abcdef'
const greeting = JSON.stringify({
  kind: 'greeting',
  magic: protocolMagic,
  protocol: protocolVersion,
})
const reply = (value: unknown) => JSON.stringify({ kind: 'reply', value })
const event = (seq: number) =>
  JSON.stringify({
    kind: 'event',
    event: { seq, atNs: seq, wallMs: 0, type: 'phase-entered', point: 0, phase: 'measure' },
  })

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-agent-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A session to an agent that prints these lines, then ends as it is told. */
function agentThatSays(lines: readonly string[], ending = 'process.exitCode = 0') {
  const agent = join(folder, `${Math.random()}.cjs`)
  const text = JSON.stringify(lines.map((line) => `${line}\n`).join(''))
  writeFileSync(agent, `process.stdin.resume(); process.stdout.write(${text}, () => { ${ending} })`)
  const place = { node: process.execPath, agent, home: folder, modules: folder }
  return agentSession(openLocalTransport(), place, async () => undefined)
}

const runs = (lines: readonly string[], ending?: string) =>
  agentThatSays(lines, ending).call('runs', {})

async function attach(since: number, lines: readonly string[], ending?: string) {
  const seen: number[] = []
  const onEvent = ({ seq }: RunEvent) => void seen.push(seq)
  const outcome = await agentThatSays(lines, ending)
    .attach(run, since, onEvent)
    .catch((error: unknown) => faultIn(error).code)
  return { seen, outcome }
}

function faultIn(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  throw error
}
const faultOf = (promise: Promise<unknown>) =>
  promise.then(() => Promise.reject(new Error('it was expected to fail')), faultIn)

test('noise before the greeting is passed over, even on its very line', async () => {
  const noise = ['Last login: today', '{"kind":"greeting"}', '', 'x'.repeat(30_000)]
  expect(await runs([...noise, `pi@board:~$ ${greeting}`, reply({ runs: [] })])).toEqual({
    runs: [],
  })
})

test('events come in order, each once, from the one that was asked for', async () => {
  const lines = [greeting, event(4), event(5), reply({ lastSeq: 5 })]
  expect(await attach(3, lines)).toEqual({ seen: [4, 5], outcome: { lastSeq: 5 } })
})

test.each([
  ['a gap', [event(4), event(6)], [4]],
  ['a repetition', [event(4), event(4)], [4]],
  ['an event from before', [event(3)], []],
  ['an event of no known kind', ['{"kind":"event","event":{"seq":4,"type":"bang"}}'], []],
  ['words that are no message', ['hello'], []],
  ['a second greeting', [greeting], []],
  ['an event after the reply', [reply({ lastSeq: 3 }), event(4)], []],
  ['a reply of the wrong shape', [reply({ lastSeq: 'three' })], []],
  ['no reply', [], []],
])('%s breaks the protocol', async (_, lines, seen) => {
  expect(await attach(3, [greeting, ...lines])).toEqual({ seen, outcome: 'protocol-broken' })
})

test('a line beyond the bound is not waited for', async () => {
  const endless = await faultOf(
    runs([greeting, 'x'.repeat(1024 * 1024 + 1)], 'setInterval(() => {}, 1000)'),
  )
  expect(endless.code).toBe('protocol-broken')
})

describe('an agent that is silent', () => {
  test('is quoted, without control characters', async () => {
    const silent = await faultOf(runs(['\u001b[1mbash: node: not found\u0007\u001b[0m']))
    expect(silent.code).toBe('agent-silent')
    expect(silent.detail).toContain('bash: node: not found')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(silent.detail).not.toMatch(/[\u0007\u001b]/)
  })

  test('is not listened to beyond the bound of noise', async () => {
    const endless = await faultOf(runs(['x'.repeat(70_000)], 'setInterval(() => {}, 1000)'))
    expect(endless.code).toBe('agent-silent')
  })

  test('at hello has a runtime that does not work', async () => {
    const session = agentThatSays([], 'throw new Error("libstdc++.so.6: cannot open")')
    const broken = await faultOf(session.call('hello', {}))
    expect(broken.code).toBe('runtime-broken')
    expect(broken.detail).toContain('libstdc++.so.6: cannot open')
  })
})

test('a fault of the agent is thrown as it is, without control characters', async () => {
  const busy = fault('board-busy', { run })
  const line = JSON.stringify({ kind: 'fault', fault: { ...busy, detail: 'a\u001b[2Jb' } })
  expect(await faultOf(runs([greeting, line], 'process.exitCode = 3'))).toEqual({
    ...busy,
    detail: 'ab',
  })
})

test('a reply does not count when the agent crashed after it', async () => {
  const crashed = await faultOf(runs([greeting, reply({ runs: [] })], 'process.exit(1)'))
  expect(crashed.code).toBe('protocol-broken')
  expect(crashed.detail).toContain('exit code 1')
})

test('after a cancel no event is handed on', async () => {
  const stop = new AbortController()
  const seen: number[] = []
  const session = agentThatSays([greeting, event(1), event(2)], 'setInterval(() => {}, 1000)')
  const attached = session.attach(
    run,
    0,
    ({ seq }) => {
      seen.push(seq)
      stop.abort()
    },
    stop.signal,
  )
  expect((await faultOf(attached)).code).toBe('cancelled')
  expect(seen).toEqual([1])
})

test('a closed session ends what is going on, and starts nothing more', async () => {
  const session = agentThatSays([greeting], 'setInterval(() => {}, 1000)')
  const pending = faultOf(session.call('runs', {}))
  session.close()
  expect((await pending).code).toBe('link-lost')
  await session.closed
  expect((await faultOf(session.call('runs', {}))).code).toBe('link-lost')
})

test('what a board prints can not move a terminal’s cursor or hide itself', () => {
  expect(printed('a\u001b[31mb\u001b]0;title\u0007c\u202ed\r\n\te\u0000')).toBe('abcd\n\te')
})

test.each(['host-key-unknown', 'host-key-changed', 'link-lost', 'key-refused'] as const)(
  'an agent can not claim %s: no key is offered for trust that no server showed',
  async (code) => {
    const claimed = {
      code,
      stage: 'run',
      retry: 'auto',
      message: 'Trust me.',
      params: { fingerprint: `SHA256:${'A'.repeat(43)}`, algorithm: 'ssh-ed25519' },
    }
    const line = JSON.stringify({ kind: 'fault', fault: claimed })
    const got = await faultOf(runs([greeting, line], 'process.exitCode = 3'))
    expect(got.code).toBe('protocol-broken')
    expect(got.params).toEqual({})
  },
)

test('what a fault of an agent is called decides how it is met, not what the agent says of that', async () => {
  const said = {
    ...fault('supervisor-failed', {}),
    stage: 'reach',
    retry: 'auto',
    params: { name: '\u001b[31mred' },
  }
  const line = JSON.stringify({ kind: 'fault', fault: said })
  const got = await faultOf(runs([greeting, line], 'process.exitCode = 3'))
  expect(got).toMatchObject({ code: 'supervisor-failed', stage: 'run', retry: 'user' })
  expect(got.params).toEqual({ name: 'red' })
})
