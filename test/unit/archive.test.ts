import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { list } from 'tar'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cachedArchive, contentHash, writeArchive } from '../../src/main/board/archive.ts'
import { onnxRuntimeFor } from '../../src/main/board/onnxruntime.ts'
import { boardArchs } from '../../src/main/board/runtime-pins.ts'

const root = resolve(import.meta.dirname, '../..')
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-archive-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sha256Of = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

function fileSet(name: string, content: string, time: number) {
  mkdirSync(join(folder, name, 'bin'), { recursive: true })
  writeFileSync(join(folder, name, 'LICENSE'), 'Do as you like.')
  writeFileSync(join(folder, name, 'bin', 'node'), content, { mode: 0o755 })
  utimesSync(join(folder, name, 'LICENSE'), time, time)
  return { folder: join(folder, name), files: ['bin/node', 'LICENSE'] }
}

test('the same files make the same bytes, whenever and in whatever order they were written', async () => {
  const first = fileSet('a', 'program', 1_000_000)
  const second = fileSet('b', 'program', 2_000_000)
  await writeArchive(join(folder, 'a.tgz'), first)
  await writeArchive(join(folder, 'b.tgz'), { ...second, files: [...second.files].reverse() })
  expect(sha256Of(join(folder, 'a.tgz'))).toBe(sha256Of(join(folder, 'b.tgz')))
  expect(await contentHash(first)).toBe(await contentHash(second))
  expect(await contentHash(fileSet('c', 'Program', 1))).not.toBe(await contentHash(first))
})

test('an archive is made once and described by its own bytes', async () => {
  const files = fileSet('a', 'x'.repeat(100_000), 1)
  let made = 0
  const get = () =>
    cachedArchive(folder, 'name', (path) => {
      made++
      return writeArchive(path, files)
    })
  const archive = await get()
  expect(archive.sha256).toBe(sha256Of(archive.path))
  expect(archive.bytes).toBe(readFileSync(archive.path).length)
  expect(archive.unpackedBytes).toBeGreaterThanOrEqual(100_000)
  expect(await get()).toEqual(archive)
  expect(made).toBe(1)
})

test('an archive that could not be written leaves nothing that looks like one', async () => {
  const broken = () =>
    cachedArchive(folder, 'name', (path) => writeArchive(path, { folder, files: ['none'] }))
  await expect(broken()).rejects.toThrow()
  await expect(broken()).rejects.toThrow()
})

describe.each(boardArchs)('ONNX Runtime for %s', (arch) => {
  test('is the JavaScript and that one binding', async () => {
    const source = await onnxRuntimeFor(arch, root)
    const path = join(folder, 'ort.tgz')
    await writeArchive(path, {
      ...source,
      files: source.files.filter((file) => !file.endsWith('.so.1')),
    })
    const names: string[] = []
    await list({ file: path, onReadEntry: (entry) => void names.push(entry.path) })
    expect(names).toContain('node_modules/onnxruntime-node/dist/index.js')
    expect(names).toContain('node_modules/onnxruntime-common/dist/cjs/index.js')
    const bindings = source.files.filter((file) => file.includes('/bin/'))
    expect(bindings.map((file) => file.split('/').slice(-3).join('/')).sort()).toEqual([
      `linux/${arch}/libonnxruntime.so.1`,
      `linux/${arch}/onnxruntime_binding.node`,
    ])
  })
})
