// The command's questions on a real terminal, which `script` makes: what is typed as a secret is never shown.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { quote } from '../../src/shared/quote.ts'
import { until } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-ask-'))
afterAll(() => rmSync(folder, { recursive: true }))
const program = join(import.meta.dirname, '..', 'fixtures', 'ask-on-terminal.ts')

async function run(argv: readonly [string, ...string[]], typed: readonly [string, string][]) {
  const [command, ...rest] = argv
  const child = spawn(command, rest, { stdio: 'pipe' })
  let shown = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      shown += data.toString()
    })
  const ended = once(child, 'exit')
  for (const [prompt, answer] of typed) {
    await until(() => shown.includes(prompt))
    child.stdin.write(answer)
  }
  if (typed.length === 0) child.stdin.end()
  await ended
  return shown
}

const outcome = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

test.skipIf(!existsSync('/usr/bin/script'))(
  'secrets are asked for on the terminal and not shown',
  async () => {
    const path = join(folder, 'typed')
    const line = [process.execPath, program, path].map(quote).join(' ')
    const shown = await run(
      ['/usr/bin/script', '-qec', line, '/dev/null'],
      [
        ['Password of edge on pi:', 's3cret\r'],
        ['Code:', '123\r'],
        ['PIN:', 'pin9\r'],
      ],
    )
    expect(outcome(path)).toEqual([
      { answers: ['s3cret'], remember: true },
      { answers: ['123', 'pin9'], remember: true },
    ])
    expect(shown).toContain('pi asks:')
    expect(shown).toContain('That was not accepted.')
    expect(shown).not.toMatch(/s3cret|pin9/)
  },
)

test('without a terminal the question is a fault', async () => {
  const path = join(folder, 'piped')
  await run([process.execPath, program, path], [])
  expect(outcome(path)).toEqual(['login-unasked', 'login-unasked'])
})
