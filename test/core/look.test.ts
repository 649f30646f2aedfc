// The command's looks at a board before a sweep, on this computer: what speaks against measuring, and what a library is.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { preflightFindingSchema } from '../../src/shared/environment.ts'
import { root } from './bench.ts'

const cli = join(root, 'out/main/cli.js')
const dataDir = mkdtempSync(join(tmpdir(), 'benchtop-look-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const env = { ...process.env, BENCHTOP_DATA: dataDir }
const benchtop = (...words: string[]) =>
  execFileSync(process.execPath, [cli, ...words], { encoding: 'utf8', env })

test('check gives findings, as a list for programs and as sentences for people', () => {
  const findings: unknown = JSON.parse(benchtop('--json', 'boards', 'check', 'this computer'))
  expect(Array.isArray(findings)).toBe(true)
  for (const finding of findings as unknown[])
    expect(preflightFindingSchema.safeParse(finding).success).toBe(true)
  const text = benchtop('boards', 'check', 'this computer')
  expect(text).toMatch(/^This computer/)
  expect(text).not.toMatch(/\{\{|preflight\./)
})

test.runIf(process.platform === 'linux')(
  'library says what stands there, or fails with why',
  () => {
    const bin = join(root, 'node_modules/onnxruntime-node/bin')
    const [napi = ''] = readdirSync(bin)
    const path = join(bin, napi, 'linux', process.arch, 'libonnxruntime.so.1')
    expect(
      JSON.parse(benchtop('--json', 'boards', 'library', 'this computer', path)),
    ).toMatchObject({
      version: '1.30.0',
      providers: expect.arrayContaining(['CPUExecutionProvider']),
    })
    const words = [cli, 'boards', 'library', 'this computer', '/nowhere/libonnxruntime.so']
    const missing = spawnSync(process.execPath, words, { encoding: 'utf8', env })
    expect(missing.status).not.toBe(0)
    expect(missing.stderr).toContain('There is no library /nowhere/libonnxruntime.so on the board.')
  },
)
