import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from '../../src/main/command/table.ts'
import type { RunRecord, RunSnapshot } from '../../src/shared/ipc.ts'
import { writeNpy } from '../../src/shared/npy.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { root, until } from './bench.ts'

const command = join(root, 'out', 'main', 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'benchtop-command-'))
const model = join(folder, 'tiny.onnx')
const env = { ...process.env, BENCHTOP_DATA: join(folder, 'data') }

beforeAll(() => {
  writeModel(model, perceptron())
  writeModel(join(folder, 'fixed.onnx'), perceptron({ batch: 3 }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const benchtop = (...args: string[]) => benchtopWith(env, ...args)

function benchtopWith(
  surroundings: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [command, ...args],
      { env: surroundings },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      },
    )
  })
}

test('run --json gives one document with every point, and progress apart from it', async () => {
  const { code, stdout, stderr } = await benchtop(
    'run',
    '-m',
    model,
    '-b',
    '1,2',
    '-t',
    '1',
    '--json',
  )
  expect(code).toBe(0)
  const { record, view } = JSON.parse(stdout) as RunSnapshot
  expect(record).toMatchObject({ status: 'completed', measuredPoints: 2, totalPoints: 2 })
  expect(view.points.map(({ point }) => point.batch)).toEqual([1, 2])
  expect(stderr).toMatch(/batch 2 · 1 thread/)

  const listed = JSON.parse((await benchtop('runs', '--json')).stdout) as RunRecord[]
  expect(listed.map(({ id }) => id)).toContain(record.id)
})

test('run prints a table with the method beside the numbers', async () => {
  const { code, stdout } = await benchtop('run', '-m', model, '-b', '1', '-t', '1')
  expect(code).toBe(0)
  expect(stdout).toMatch(/p90 \(95 % CI\)/)
  expect(stdout).toMatch(/ONNX Runtime 1\.\d+\.\d+, Node \d+/)
})

test('a known model is measured by its name, and a name that is none is said to be none', async () => {
  const name = basename(model, '.onnx')
  await benchtop('models', 'add', model)
  const { code, stdout } = await benchtop('run', '-m', name, '-b', '1', '-t', '1', '--json')
  expect(code).toBe(0)
  expect((JSON.parse(stdout) as RunSnapshot).record.plan.models).toMatchObject([{ name }])
  const none = await benchtop('run', '-m', 'no-such-model')
  expect(none.code).toBe(3)
  expect(none.stderr).toContain('no-such-model')
})

test('a point that can not be measured is told, and no measured point at all is an exit code', async () => {
  const { code, stdout } = await benchtop(
    'run',
    '-m',
    join(folder, 'fixed.onnx'),
    '-b',
    '1',
    '-t',
    '1',
  )
  expect(code).toBe(3)
  expect(stdout).toMatch(/fixed batch of 3/)
})

test('a list fits a terminal of 80 columns, whatever the names', async () => {
  const data = mkdtempSync(join(folder, 'wide-'))
  const bench = (...args: string[]) => benchtopWith({ ...env, BENCHTOP_DATA: data }, ...args)
  await bench(
    'boards',
    'add',
    'a board with a name that goes on and on, 名字很长的开发板',
    'u@host',
  )
  await bench('boards', 'add', 'b', `root@${'long.'.repeat(20)}example`, '--jump', 'me@gate')
  const { stdout } = await bench('boards')
  expect(stdout).toMatch(/…/)
  for (const line of stdout.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test('a plan file is measured, options change it, and what was measured can be kept as one', async () => {
  writeFileSync(
    join(folder, 'plan.yaml'),
    'benchtop: 1\nmodels:\n  - path: tiny.onnx\n    name: small\nbatches: [1, 2]\nthreads: [1]\nseed: 9\n',
  )
  const kept = join(folder, 'kept.yaml')
  const measured = await benchtop(
    'run',
    join(folder, 'plan.yaml'),
    '-b',
    '2',
    '--save-plan',
    kept,
    '--json',
  )
  expect(measured.code).toBe(0)
  const { record } = JSON.parse(measured.stdout) as RunSnapshot
  expect(record.plan).toMatchObject({
    batches: [2],
    threads: [1],
    seed: 9,
    models: [{ name: 'small' }],
  })
  expect(readFileSync(kept, 'utf8')).toMatch(/path: tiny\.onnx/)

  const again = await benchtop('run', kept, '--json')
  expect((JSON.parse(again.stdout) as RunSnapshot).record.plan).toEqual(record.plan)
})

test('a plan takes the files of its inputs along', async () => {
  const data = Float32Array.from({ length: 2 * 64 }, (_, index) => index)
  writeFileSync(join(folder, 'x.npy'), writeNpy({ type: 'float', dims: [2, 64], data }))
  writeFileSync(
    join(folder, 'given.yaml'),
    'benchtop: 1\nmodels:\n  - path: tiny.onnx\n    inputs:\n      x: { file: x.npy }\nthreads: [1]\n',
  )
  const elsewhere = join(mkdtempSync(join(folder, 'elsewhere-')), 'kept.yaml')
  const [first, second] = [
    await benchtop('run', join(folder, 'given.yaml'), '--save-plan', elsewhere, '--json'),
    await benchtop('run', elsewhere, '--json'),
  ].map(({ stdout }) => (JSON.parse(stdout) as RunSnapshot).record)
  expect(first).toMatchObject({ status: 'completed', measuredPoints: 1 })
  expect(first?.plan.models[0]?.inputs.x).toMatchObject({
    kind: 'file',
    name: 'x.npy',
    dims: [2, 64],
  })
  expect(readFileSync(elsewhere, 'utf8')).toMatch(/file: kept\.inputs\/x-[0-9a-f]{8}\.npy/)
  const contentOf = (record: RunRecord | undefined) => {
    const values = record?.plan.models[0]?.inputs.x
    return values?.kind === 'file' ? values.sha256 : null
  }
  expect(contentOf(second)).toBe(contentOf(first))
})

test('a plan that is wrong, or of a board that is not here, measures nothing', async () => {
  const path = join(folder, 'wrong.yaml')
  writeFileSync(path, 'benchtop: 1\nmodels:\n  - path: tiny.onnx\nthread: [1]\n')
  const wrong = await benchtop('run', path)
  expect(wrong.code).toBe(3)
  expect(wrong.stderr).toMatch(/line 4: unrecognized key: "thread"/)
  writeFileSync(path, 'benchtop: 1\nboard: nowhere\nmodels:\n  - path: tiny.onnx\n')
  const elsewhere = await benchtop('run', path)
  expect(elsewhere.code).toBe(3)
  expect(elsewhere.stderr).toMatch(/no board nowhere/)
})

test('a run is found by a part of its id, shown, and removed', async () => {
  const listed = JSON.parse(
    (await benchtop('runs', '--json', '--limit', '1')).stdout,
  ) as RunRecord[]
  const [newest] = listed
  if (newest === undefined || listed.length !== 1) throw new Error('one run was asked for')
  const shown = await benchtop('runs', 'show', 'last', '--json')
  expect((JSON.parse(shown.stdout) as RunSnapshot).record).toEqual(newest)
  expect((await benchtop('runs', 'show', newest.id.slice(-6))).stdout).toContain(newest.id)
  expect((await benchtop('runs', 'show', '2')).code).toBe(3)
  expect((await benchtop('runs', 'cancel', newest.id)).stderr).toMatch(/has ended/)
  expect((await benchtop('runs', 'remove', newest.id)).code).toBe(0)
  expect((await benchtop('runs', 'show', newest.id)).code).toBe(3)
  expect((await benchtop('runs', '--model', 'no such model')).stdout).toBe('No runs.\n')
})

test('a model is inspected without being remembered, then added and removed', async () => {
  const inspected = await benchtop('models', 'inspect', model)
  expect(inspected.stdout).toMatch(/inputs\n {2}\S+: float\[/)
  expect(inspected.stdout).toMatch(/parameters +\d/)
  const info = JSON.parse((await benchtop('models', 'inspect', model, '--json')).stdout)
  const [added] = JSON.parse((await benchtop('models', 'add', model, '--json')).stdout)
  expect(added.sha256).toBe(info.sha256)
  expect((await benchtop('models')).stdout).toContain(info.sha256.slice(0, 12))
  expect((await benchtop('models', 'remove', info.sha256.slice(0, 8))).code).toBe(0)
  expect((await benchtop('models')).stdout).not.toContain(info.sha256.slice(0, 12))
})

test('a fault says what failed and what to do, on stderr', async () => {
  const { code, stdout, stderr } = await benchtop(
    'run',
    '-m',
    join(folder, 'nowhere.onnx'),
    '--json',
  )
  expect(code).toBe(3)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/can not be read/)
  expect(stderr).toMatch(/Check that the file exists/)
})

test('a strict run measures nothing on a board that other programs keep busy, and says so', async () => {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'])
  try {
    const before = JSON.parse((await benchtop('runs', '--json')).stdout) as RunRecord[]
    const { code, stdout, stderr } = await benchtop('run', '-m', model, '-t', '1', '--strict')
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/Other programs take/)
    expect(stderr).toMatch(/speaks against measuring/)
    const after = JSON.parse((await benchtop('runs', '--json')).stdout) as RunRecord[]
    expect(after).toHaveLength(before.length)
  } finally {
    busy.kill('SIGKILL')
  }
})

test.each([
  [['run', '-b', 'many']],
  [['run', '-b', '0']],
  [['run', '--dim', 'height']],
  [['run', '--mode', 'slow']],
  [['fly']],
  [['boards', 'fly']],
  [['boards', 'add', 'pi']],
  [['boards', 'add', 'pi', 'root@host:port']],
  [['boards', 'trust', 'pi', '--fingerprint', 'aa:bb']],
  [['runs', '--limit', 'few']],
])('%j is refused with a word on what is expected', async (args) => {
  const { code, stderr } = await benchtop(...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(/expected|unknown command|too many|missing/i)
})

test('Ctrl-C cancels the run on the board', async () => {
  const child = spawn(
    process.execPath,
    [command, 'run', '-m', model, '-b', '1,2,3,4,5,6', '-t', '1', '--mode', 'normal', '--json'],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  await until(() => stderr.includes('Measuring'))
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(130)
  expect((JSON.parse(stdout) as RunSnapshot).record.status).toBe('cancelled')
})

test('a run whose program was killed is read to its end by the next one', async () => {
  const child = spawn(
    process.execPath,
    [command, 'run', '-m', model, '-b', '1,2,3,4,5', '-t', '1'],
    {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await until(() => said.includes('batch 1 '))
  child.kill('SIGKILL')
  await once(child, 'exit')
  const list = async () => JSON.parse((await benchtop('runs', '--json')).stdout) as RunRecord[]
  const [killed] = await list()
  if (killed === undefined) throw new Error('no run')
  expect(killed.status).toBe('running')
  const journal = join(folder, 'data', 'this-computer', 'runs', killed.id, 'journal.ndjson')
  await until(() => readFileSync(journal, 'utf8').includes('run-ended'))

  expect((await benchtop('run', '-m', model, '-b', '1', '-t', '1')).code).toBe(0)
  const found = (await list()).find(({ id }) => id === killed.id)
  expect(found).toMatchObject({ status: 'completed', measuredPoints: 5 })
})

test('a store that is none is a fault with its path', async () => {
  const data = mkdtempSync(join(folder, 'broken-'))
  writeFileSync(join(data, 'benchtop.sqlite'), 'no database\n'.repeat(500))
  const { code, stderr } = await benchtopWith({ ...env, BENCHTOP_DATA: data }, 'runs')
  expect(code).toBe(3)
  expect(stderr).toContain(join(data, 'benchtop.sqlite'))
})
