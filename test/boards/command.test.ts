// The command against a board over SSH, as a person types it: added, its key refused and then trusted by the command
// that the refusal names, measured, and cleaned.

import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { root } from '../core/bench.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { type LoopbackBoard, startLoopbackBoard } from './loopback.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-command-ssh-'))
const env = { ...process.env, BENCHTOP_DATA: join(folder, 'data') }
let ssh: LoopbackBoard
beforeAll(async () => {
  ssh = await startLoopbackBoard()
  writeModel(join(folder, 'tiny.onnx'), perceptron())
})
afterAll(async () => {
  await ssh.stop()
  rmSync(folder, { recursive: true, force: true })
})

function benchtop(...args: readonly string[]) {
  const command = join(root, 'out', 'main', 'cli.js')
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, [command, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  )
}

test('a board is added, trusted by its fingerprint alone, measured, and cleaned', async () => {
  const address = `${ssh.user}@${ssh.host}:${ssh.port}`
  expect((await benchtop('boards', 'add', 'bench pi', address, '--key', ssh.keyPath)).code).toBe(0)

  const refused = await benchtop('boards', 'connect', 'bench pi')
  expect(refused.code).toBe(3)
  const [, fingerprint = ''] =
    /benchtop boards trust 'bench pi' --fingerprint (SHA256:\S{43})$/m.exec(refused.stderr) ?? []
  const trust = (wanted: string) => benchtop('boards', 'trust', 'bench pi', '--fingerprint', wanted)
  expect((await trust(`SHA256:${'A'.repeat(43)}`)).code).toBe(3)
  expect((await benchtop('boards', 'connect', 'bench pi')).code).toBe(3)
  expect((await trust(fingerprint)).code).toBe(0)

  const connected = await benchtop('boards', 'connect', 'bench pi')
  expect(connected.stdout).toMatch(/^ {2}runtime +Node \d+/m)
  const measured = await benchtop(
    ...['run', '-m', join(folder, 'tiny.onnx'), '--board', 'bench pi', '-b', '1', '-t', '1'],
    '--json',
  )
  expect(measured.code).toBe(0)
  const { record } = JSON.parse(measured.stdout) as RunSnapshot
  const runs = () => readdirSync(join(ssh.home, '.benchtop', 'runs'))
  expect(runs()).toContain(record.id)

  const cleaned = await benchtop('boards', 'clean', 'bench pi', '--json')
  expect(JSON.parse(cleaned.stdout)).toMatchObject({ runs: 1 })
  expect(runs()).toEqual([])
  expect((await benchtop('runs', 'show', record.id)).stdout).toMatch(/p50/)
  expect((await benchtop('boards', 'remove', 'bench pi')).code).toBe(0)
})
