// What goes to a board besides the agent and Node: the files that are loaded there and no others, koffi of the right
// architecture, and ONNX Runtime alone where koffi can't be had.

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { create, extract, list } from 'tar'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import runtimes from '../../resources/runtimes.json' with { type: 'json' }
import { nativePackages } from '../../src/main/board/native-packages.ts'
import { type RuntimePins, runtimePinsSchema } from '../../src/main/board/runtime-pins.ts'

const root = resolve(import.meta.dirname, '../..')
const pins = runtimePinsSchema.parse(runtimes)
const nothingThere = () => false

describe('the pins', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { version?: string; integrity?: string }>>
  }
  test.each(['x64', 'arm64'] as const)('name the koffi for %s that is locked', (arch) => {
    const { name, integrity } = pins.koffi.packages[arch]
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({
      version: pins.koffi.version,
      integrity,
    })
    expect(lock.packages['node_modules/koffi']?.version).toBe(pins.koffi.version)
  })
})

describe('packages for a board', () => {
  const dir = mkdtempSync(join(tmpdir(), 'benchtop-packages-test-'))
  /** An installation with the real JavaScript and small stand-ins for what is native. */
  const modulesDir = join(dir, 'installation')
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(modulesDir, path)), { recursive: true })
    writeFileSync(join(modulesDir, path), text)
  }
  beforeAll(() => {
    for (const name of ['koffi', 'onnxruntime-common'])
      cpSync(join(root, 'node_modules', name), join(modulesDir, 'node_modules', name), {
        recursive: true,
      })
    const node = 'node_modules/onnxruntime-node'
    for (const part of ['package.json', 'dist'])
      cpSync(join(root, node, part), join(modulesDir, node, part), { recursive: true })
    for (const arch of ['x64', 'arm64'])
      put(`${node}/bin/napi-v6/linux/${arch}/libonnxruntime.so.1`, `library for ${arch}`)
    put('node_modules/@koromix/koffi-linux-x64/package.json', `{"version":"${pins.koffi.version}"}`)
    put('node_modules/@koromix/koffi-linux-x64/index.js', '')
    put('node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node', 'native for x64')
    put('node_modules/@koromix/koffi-linux-x64/musl_x64/koffi.node', 'never sent')
  })
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true })
    vi.unstubAllEnvs()
  })

  const cache = (name: string) => join(dir, name)

  async function filesOf(path: string): Promise<string[]> {
    const names: string[] = []
    await list({ file: path, onReadEntry: (entry) => void names.push(entry.path) })
    return names.sort()
  }

  test('hold of koffi what is loaded and no more', async () => {
    const setup = { modulesDir, runtimePins: pins, cacheDir: cache('whole') }
    const packages = await nativePackages('x64', setup, nothingThere)
    expect(packages.hasKoffi).toBe(true)
    const names = await filesOf((await packages.archive()).path)
    expect(names.filter((name) => /koffi/.test(name))).toEqual([
      'node_modules/@koromix/koffi-linux-x64/index.js',
      'node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node',
      'node_modules/@koromix/koffi-linux-x64/package.json',
      'node_modules/koffi/LICENSE.txt',
      'node_modules/koffi/index.cjs',
      'node_modules/koffi/package.json',
      'node_modules/koffi/src/koffi/index.cjs',
      'node_modules/koffi/src/koffi/src/static.cjs',
    ])
    expect(names).toContain(
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
    )
  })

  test('have another name with any other byte of koffi', async () => {
    const setup = { modulesDir, runtimePins: pins, cacheDir: cache('names') }
    const { name } = await nativePackages('x64', setup, nothingThere)
    expect((await nativePackages('x64', setup, nothingThere)).name).toBe(name)
    const native = 'node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node'
    put(native, 'native for X64')
    expect((await nativePackages('x64', setup, nothingThere)).name).not.toBe(name)
    put(native, 'native for x64')
    expect((await nativePackages('x64', setup, nothingThere)).name).toBe(name)
  })

  const asOnBoards = process.platform === 'linux' && process.arch === 'x64'
  test.runIf(asOnBoards)(
    'really load: what was sent finds its native half by itself',
    async () => {
      const setup = { modulesDir: root, runtimePins: pins, cacheDir: cache('real') }
      const packages = await nativePackages('x64', setup, nothingThere)
      const board = join(dir, 'board')
      mkdirSync(board)
      await extract({ file: (await packages.archive()).path, cwd: board })
      const koffi = createRequire(join(board, 'agent.cjs'))('koffi')
      expect(koffi.version).toBe(pins.koffi.version)
    },
    60_000,
  )

  describe('for another architecture', () => {
    /** A registry that has one package, whose content the pins name. */
    let asked = 0
    let tarball = Buffer.alloc(0)
    const server = createServer((request, response) => {
      asked++
      const { port } = server.address() as AddressInfo
      const version = pins.koffi.version
      if (request.url?.endsWith('.tgz')) return void response.end(tarball)
      if (!request.url?.includes('koffi-linux-arm64')) return void response.writeHead(404).end()
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          name: '@koromix/koffi-linux-arm64',
          'dist-tags': { latest: version },
          versions: {
            [version]: {
              name: '@koromix/koffi-linux-arm64',
              version,
              dist: { tarball: `http://127.0.0.1:${port}/koffi.tgz`, integrity: integrity() },
            },
          },
        }),
      )
    })
    const integrity = () => `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const pinned = (): RuntimePins => {
      const { koffi } = pins
      const arm64 = { ...koffi.packages.arm64, integrity: integrity() }
      return { ...pins, koffi: { ...koffi, packages: { ...koffi.packages, arm64 } } }
    }
    beforeAll(async () => {
      const made = join(dir, 'made')
      mkdirSync(join(made, 'package/linux_arm64'), { recursive: true })
      writeFileSync(join(made, 'package/package.json'), `{"version":"${pins.koffi.version}"}`)
      writeFileSync(join(made, 'package/index.js'), '')
      writeFileSync(join(made, 'package/linux_arm64/koffi.node'), 'native for arm64')
      await create({ file: join(dir, 'made.tgz'), gzip: true, cwd: made }, ['package'])
      tarball = readFileSync(join(dir, 'made.tgz'))
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      vi.stubEnv('npm_config_registry', `http://127.0.0.1:${port}/`)
      vi.stubEnv('npm_config_userconfig', '/nonexistent')
      vi.stubEnv('npm_config_globalconfig', '/nonexistent')
    })
    afterAll(() => server.close())

    test('the native half is fetched once, by its content', async () => {
      const setup = { modulesDir, runtimePins: pinned(), cacheDir: cache('arm64') }
      const packages = await nativePackages('arm64', setup, nothingThere)
      expect(packages.hasKoffi).toBe(true)
      const names = await filesOf((await packages.archive()).path)
      expect(names).toContain('node_modules/@koromix/koffi-linux-arm64/linux_arm64/koffi.node')
      const before = asked
      expect(before).toBeGreaterThan(0)
      expect((await nativePackages('arm64', setup, nothingThere)).name).toBe(packages.name)
      expect(asked).toBe(before)
    })

    test('a board that has it is recognised without fetching anything', async () => {
      const setup = { modulesDir, runtimePins: pinned(), cacheDir: cache('arm64') }
      const { name } = await nativePackages('arm64', setup, nothingThere)
      const before = asked
      const other = { ...setup, cacheDir: cache('another computer') }
      const packages = await nativePackages('arm64', other, (there) => there === name)
      expect(packages).toMatchObject({ name, hasKoffi: true })
      expect(asked).toBe(before)
    })

    test('what is not of the pinned content is not taken: ONNX Runtime goes alone', async () => {
      const setup = { modulesDir, runtimePins: pins, cacheDir: cache('foreign') }
      const packages = await nativePackages('arm64', setup, nothingThere)
      expect(packages.hasKoffi).toBe(false)
      const names = await filesOf((await packages.archive()).path)
      expect(names.filter((name) => /koffi/.test(name))).toEqual([])
      expect(names).toContain(
        'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1',
      )
    })
  })
})
