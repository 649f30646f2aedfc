// The parts of the scripts that decide something: which package is stale, and what the sum of the suites says.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { run } from '../../scripts/command.mjs'
import { firstStale } from '../../scripts/setup/packages.mjs'
import { add, nothing, tallyOf } from '../../scripts/test/tally.mjs'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-scripts-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** @param {unknown} report */
function written(report) {
  const path = join(folder, `${Math.random()}.json`)
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report))
  return path
}

describe('the set-up of packages', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-win32': { version: '1.0.0', optional: true },
  }
  const present = () => true

  it('finds nothing to do when the content is as locked', () => {
    const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }
    expect(firstStale(wanted, installed, present)).toBeNull()
  })

  it.each([
    ['is missing', {}],
    ['is of another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['has another content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
  ])('finds a package that %s', (_, installed) => {
    expect(firstStale(wanted, installed, present)).toBe('node_modules/a')
  })

  it('finds a package whose folder is gone', () => {
    const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }
    expect(firstStale(wanted, installed, () => false)).toBe('node_modules/a')
  })
})

describe('the sum of the suites', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }

  it('takes the counts of both runners', () => {
    expect(tallyOf(written(report), 'vitest', 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
    expect(tallyOf(written({ stats }), 'playwright', 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    })
  })

  it.each([
    ['left no report', join(folder, 'none.json'), 1],
    ['left no report and ended with 0', join(folder, 'none.json'), 0],
    ['left half a report', written('{"numPassedTests": 5'), 0],
    ['left a report of another shape', written({ tests: 5 }), 0],
    ['ended badly though every test passed', written({ ...report, numFailedTests: 0 }), 1],
  ])('counts a suite that %s as failed', (_, path, code) => {
    expect(tallyOf(path, 'vitest', code).failed).toBe(1)
  })

  it('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(add(add(nothing, one), one)).toEqual({ passed: 2, failed: 4, skipped: 6 })
  })
})

describe('running a program', () => {
  it('gives back its code and its words', async () => {
    const { code, output } = await run(
      process.execPath,
      ['-e', 'console.log("said"); process.exit(7)'],
      { quiet: true },
    )
    expect({ code, output }).toEqual({ code: 7, output: 'said\n' })
  })

  it('tells a program that is not there, one that was killed, and one that was too slow', async () => {
    const forever = ['-e', 'setInterval(() => {}, 1000)']
    const killed = ['-e', 'process.kill(process.pid, "SIGKILL")']
    expect((await run('no-such-program-here', [], { quiet: true })).code).toBe(127)
    expect((await run(process.execPath, killed, { quiet: true })).code).toBe(128)
    expect((await run(process.execPath, forever, { quiet: true, limitMs: 300 })).code).toBe(124)
  })
})
