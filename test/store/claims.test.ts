import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunClaims } from '../../src/main/store/claims.ts'
import { runId } from '../fixtures/runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-claims-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a run is followed by one at a time', () => {
  const [one, other] = [new RunClaims(folder), new RunClaims(folder)]
  const release = one.claim(runId)
  expect(other.claim(runId)).toBeNull()
  const another = other.claim('20260102T030405-ffffff')
  expect(another).not.toBeNull()
  another?.()
  release?.()
  const again = other.claim(runId)
  expect(again).not.toBeNull()
  again?.()
})

test('a claim ends with its program, however that ends', async () => {
  const claims = new RunClaims(folder)
  const source = `
    const { RunClaims } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/main/store/claims.ts'))})
    new RunClaims(${JSON.stringify(folder)}).claim('${runId}')
    console.log('claimed')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(claims.claim(runId)).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const release = claims.claim(runId)
  expect(release).not.toBeNull()
  release?.()
})
