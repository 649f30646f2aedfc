// Libraries of ONNX Runtime by their path: another one is driven like the one that is brought, and what is none, or
// lacks something, or is too old, is told apart.

import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadEngine } from '../../src/agent/engine/load.ts'
import { tinyModel } from '../../src/agent/model/tiny.ts'
import { FaultError } from '../../src/shared/fault.ts'
import { defaultSettings, sessionAxesSchema } from '../../src/shared/session-settings.ts'
import { buildAgent, outcomesOf, planOf, root, TestHome } from './agent.ts'

const dir = mkdtempSync(join(tmpdir(), 'benchtop-libraries-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const carried = join(
  dirname(createRequire(import.meta.url).resolve('onnxruntime-node')),
  '../bin/napi-v6',
  process.platform,
  process.arch,
  'libonnxruntime.so.1',
)
beforeAll(() => buildAgent())

const hasCompiler = spawnSync('cc', ['--version']).status === 0

const options = {
  threads: 1,
  modelName: 'tiny',
  batch: 1,
  settings: defaultSettings,
  dims: {},
  profilePrefix: null,
}

function refusal(path: string): FaultError['fault'] {
  try {
    loadEngine('ort-c', root, path)
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  throw new Error('it loads')
}

/** Compiles a library of C and gives its path. */
function compile(name: string, source: string, ...more: readonly string[]): string {
  const path = join(dir, name)
  writeFileSync(`${path}.c`, source)
  execFileSync('cc', ['-shared', '-fPIC', '-o', path, `${path}.c`, ...more])
  return path
}

/** A library with the one entry of ONNX Runtime, of this version, whose table is empty for every number. */
const pretender = (version: string) => `
  static const void *get(unsigned n) { return 0; }
  static const char *version(void) { return "${version}"; }
  static const struct { const void *(*get)(unsigned); const char *(*version)(void); } base = { get, version };
  const void *OrtGetApiBase(void) { return &base; }`

describe.skipIf(process.platform !== 'linux')('a library by its path', () => {
  const other = join(dir, 'other', 'libonnxruntime.so.1.30.0')
  beforeAll(() => {
    mkdirSync(dirname(other))
    copyFileSync(carried, other)
  })

  test('is driven like the one that is brought, and never unloaded under it', async () => {
    const session = await loadEngine('ort-c', root, other).createSession(tinyModel(), options)
    session.bind([{ name: 'x', type: 'float', dims: [1], data: new Float32Array([1]) }])
    v8.setFlagsFromString('--expose-gc')
    const collectGarbage: () => void = vm.runInNewContext('gc')
    for (let round = 0; round < 5; round++) {
      collectGarbage()
      await new Promise((done) => setTimeout(done, 5))
      for (let run = 0; run < 100; run++) expect(session.run()).toBeUndefined()
    }
    await session.dispose()
  })

  test('has the providers whose second library stands beside it', () => {
    const providers = () => loadEngine('ort-c', root, other).providers
    expect(providers()).not.toContain('CUDAExecutionProvider')
    writeFileSync(join(dirname(other), 'libonnxruntime_providers_cuda.so'), '')
    expect(providers()).toContain('CUDAExecutionProvider')
  })

  test('a provider that does not start is no provider', async () => {
    const engine = loadEngine('ort-c', root, other)
    const settings = { ...defaultSettings, provider: 'CUDAExecutionProvider' }
    const attempt = engine.createSession(tinyModel(), { ...options, settings })
    await expect(attempt).rejects.toMatchObject({
      fault: {
        code: 'provider-unavailable',
        detail: expect.stringMatching(/Failed to load shared library/),
      },
    })
  })

  test('the engine of Node takes none but its own', () => {
    expect(() => loadEngine('onnxruntime-node', root, other)).toThrow(FaultError)
  })

  test('one that is not there', () => {
    const path = join(dir, 'nowhere', 'libonnxruntime.so')
    expect(refusal(path)).toMatchObject({ code: 'library-missing', params: { path } })
  })

  test('one that is no library, or is cut short', () => {
    const text = join(dir, 'text.so')
    writeFileSync(text, 'hello')
    expect(refusal(text)).toMatchObject({ code: 'library-foreign', params: { path: text } })
    expect(refusal(dir).code).toBe('library-foreign')
  })

  test('the library of another processor', () => {
    const arch = process.arch === 'x64' ? 'arm64' : 'x64'
    const path = join(dirname(carried), '..', arch, 'libonnxruntime.so.1')
    expect(refusal(path).code).toBe('library-foreign')
  })

  test.skipIf(!hasCompiler)('a library of something else', () => {
    const path = compile('else.so', 'int nothing(void) { return 0; }')
    expect(refusal(path).code).toBe('library-foreign')
  })

  test.skipIf(!hasCompiler)(
    'one that prints half a line takes no word from the worker',
    async () => {
      const path = compile(
        'chatty.so',
        `#include <unistd.h>
      __attribute__((constructor)) static void chat(void) { if (write(1, "half a li", 9)) return; }
      ${pretender('1.4.0')}`,
      )
      const home = new TestHome()
      try {
        const sha256 = await home.addModel(tinyModel())
        const settings = sessionAxesSchema.parse({ library: [path] })
        const { events } = await home.sweep(planOf(sha256, { settings }))
        expect(outcomesOf(events)).toMatchObject([
          { kind: 'failed', fault: { code: 'library-too-old' } },
        ])
      } finally {
        home.remove()
      }
    },
  )

  test.skipIf(!hasCompiler)('one that needs another library', () => {
    const needed = compile('libneeded.so.3', pretender('1.30.0'), '-Wl,-soname,libneeded.so.3')
    const path = compile(
      'needing.so',
      'void *OrtGetApiBase(void); void *f(void) { return OrtGetApiBase(); }',
      needed,
    )
    rmSync(needed)
    expect(refusal(path)).toMatchObject({
      code: 'library-incomplete',
      params: { path, needed: 'libneeded.so.3' },
    })
  })

  test.skipIf(!hasCompiler).each(['1.4.0', '1.0.0'])('one that is too old: %s', (version) => {
    const path = compile(`old-${version}.so`, pretender(version))
    expect(refusal(path)).toMatchObject({ code: 'library-too-old', params: { version } })
  })

  test.skipIf(!hasCompiler)('one that gives no table for its own release', () => {
    expect(refusal(compile('strange.so', pretender('1.22.0'))).code).toBe('library-too-old')
  })
})

test('without koffi the engine says what to choose instead', () => {
  expect(() => loadEngine('ort-c', dir, null)).toThrow(
    expect.objectContaining({
      fault: expect.objectContaining({
        code: 'ffi-broken',
        hint: expect.stringContaining('onnxruntime-node'),
      }),
    }),
  )
})
