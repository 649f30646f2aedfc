// `benchtop tune` on this computer, whatever it lets be set: it is looked at, never changed. Profiles, and what is said of
// words that are not understood.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { widthOf } from '../../src/main/command/table.ts'
import { tuningReportSchema } from '../../src/shared/tuning.ts'
import { tuningProfileSchema } from '../../src/shared/tuning-profile.ts'
import { commandOn } from '../fixtures/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-tune-'))
const benchtop = commandOn(join(folder, 'data'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a board is shown as it is: what it lets be set, or that there is nothing', async () => {
  const told = await benchtop('tune', 'this computer', '--json')
  expect(told.code).toBe(0)
  const report = tuningReportSchema.parse(JSON.parse(told.stdout).report)
  const shown = await benchtop('tune', 'this computer')
  expect(shown.code).toBe(0)
  expect(shown.stdout.split('\n').every((line) => widthOf(line) <= 80)).toBe(true)
  for (const { policy } of report.policies) expect(shown.stdout).toContain(`${policy}: `)
  const hasNothing =
    report.policies.length + report.devices.length === 0 &&
    report.boost === null &&
    report.powerModes === null
  expect(/Nothing of its clocks can be set/.test(shown.stdout)).toBe(hasNothing)
})

test('what no board offers is refused with a word on what is missing, and nothing is written', async () => {
  const dry = await benchtop(
    'tune',
    'this computer',
    '--governor',
    'no-such',
    '--dry-run',
    '--json',
  )
  expect(dry.code).toBe(0)
  expect(JSON.parse(dry.stdout)).toMatchObject({ changes: [] })
  const device = await benchtop('tune', 'this computer', '--device', 'none', '--governor', 'x')
  expect(device).toMatchObject({ code: 3, stdout: '' })
  expect(device.stderr).toMatch(/none/)
})

test('profiles are saved, listed, renamed, exported where they mean something, and removed', async () => {
  const saved = await benchtop('tune', 'save', 'Quiet', '--governor', 'no-such', '--json')
  expect(saved.code).toBe(0)
  const { tuning } = tuningProfileSchema.parse(JSON.parse(saved.stdout))
  expect(tuning.policies).toMatchObject([{ policies: null, governor: 'no-such' }])
  expect((await benchtop('tune', 'profiles')).stdout).toMatch(/Quiet +no-such/)
  expect((await benchtop('tune', 'rename', 'quiet', 'Silent')).code).toBe(0)
  const exported = await benchtop('tune', 'export', 'silent', '--board', 'this computer')
  expect(exported).toMatchObject({ code: 3, stdout: '' })
  expect(exported.stderr).toMatch(/nothing in “Silent” that this board could set/)
  expect((await benchtop('tune', 'remove', 'Silent')).code).toBe(0)
  expect((await benchtop('tune', 'profiles')).stdout).toBe('No profiles.\n')
})

test.each([
  [['tune'], 2, /a board is missing/],
  [['tune', 'no such board'], 3, /no board/],
  [['tune', 'this computer', '--freq', '1800'], 2, /a frequency with its unit/],
  [['tune', 'this computer', '--for', '10'], 2, /a time such as 90s/],
  [['tune', 'this computer', '--restore', '--governor', 'a'], 3, /exclude each other/],
  [['tune', 'this computer', '--keep', '--for', '1m'], 3, /exclude each other/],
  [['tune', 'this computer', '--for', '1h'], 3, /nothing\s+is/],
  [['tune', 'this computer', '--accept-taint'], 3, /nothing\s+is/],
  [['tune', 'this computer', '--governor', 'a', '--for', '8d'], 3, /from\s+1s\s+to\s+7d/],
  [['tune', 'this computer', '--restore', '--dry-run'], 3, /nothing was done/],
  [['tune', 'this computer', '--remove-helper', '--dry-run'], 3, /nothing was done/],
  [['tune', 'save', 'x'], 3, /nothing is said that could be saved/],
  [['tune', 'save', 'x', '--preset', 'balanced'], 3, /name it by --board/],
])('%j ends with %i', async (args, code, words) => {
  const ended = await benchtop(...args)
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toMatch(words)
})
