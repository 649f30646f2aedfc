// Opens a libonnxruntime: the one of the onnxruntime-node package, or any other on the board. What is none, or does
// not load, or is too old, is told apart here, before any of its functions but two have been called.

import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { LibraryHandle } from 'koffi'
import { type FaultCode, fail } from '../../../shared/fault.ts'
import { OrtApi, type Pointer } from './api.ts'
import { loadKoffi } from './koffi.ts'
import { leastApi } from './slots.ts'

export interface OrtLibrary {
  readonly path: string
  /** As the library says it: `1.30.0`. */
  readonly version: string
  readonly api: OrtApi
}

/** Never unloaded: the library's threads, and functions taken from its tables, are still in it. */
const opened: LibraryHandle[] = []

const libraryName = /^(libonnxruntime\.so\.1|libonnxruntime\.1\.dylib|onnxruntime\.dll)$/

/** The library that the package onnxruntime-node below `modulesDir` carries for this machine. */
function broughtLibrary(modulesDir: string): string {
  try {
    const main = createRequire(join(modulesDir, 'agent.cjs')).resolve('onnxruntime-node')
    const bin = join(dirname(main), '..', 'bin')
    for (const napi of readdirSync(bin)) {
      const dir = join(bin, napi, process.platform, process.arch)
      const name = existsSync(dir) && readdirSync(dir).find((file) => libraryName.test(file))
      if (name) return join(dir, name)
    }
    return fail('runtime-broken', {}, `${bin} has none for ${process.platform} ${process.arch}`)
  } catch (error) {
    return fail('runtime-broken', {}, error instanceof Error ? error.message : String(error))
  }
}

/** The library that the loader looked for in vain, by its own words; null where that was not it. */
function neededLibrary(words: string): string | null {
  return /(?:^|[\s:])(\S+\.so[.\d]*): cannot open shared object file/.exec(words)?.[1] ?? null
}

/**
 * Opens the library at `path`, or the brought one for null. Faults: `ffi-broken`, `runtime-broken` (the brought one),
 * `library-missing`, `library-incomplete`, `library-foreign`, `library-too-old`.
 */
export function openLibrary(modulesDir: string, path: string | null): OrtLibrary {
  const koffi = loadKoffi(modulesDir)
  const place = path ?? broughtLibrary(modulesDir)
  const refuse = (code: FaultCode & `library-${'missing' | 'foreign'}`, words: string): never =>
    path === null ? fail('runtime-broken', {}, words) : fail(code, { path: place }, words)
  if (!existsSync(place)) refuse('library-missing', '')

  const open = (): LibraryHandle => {
    try {
      const handle = koffi.load(place)
      opened.push(handle)
      return handle
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      const needed = neededLibrary(words)
      if (path !== null && needed !== null)
        return fail('library-incomplete', { path: place, needed }, words)
      return refuse('library-foreign', words)
    }
  }
  const handle = open()
  const baseOf = (): Pointer => {
    try {
      return handle.func('OrtGetApiBase', 'void *', [])()
    } catch (error) {
      return refuse('library-foreign', error instanceof Error ? error.message : String(error))
    }
  }
  const base = baseOf()
  const member = (at: number, returns: string, args: string[]) =>
    koffi.decode(koffi.decode(base, at * 8, 'void *'), koffi.proto(returns, args))
  const version = String(member(1, 'const char *', [])())
  const minor = Number(/^1\.(\d+)/.exec(version)?.[1] ?? Number.NaN)
  const apiVersion = Number.isNaN(minor) ? leastApi : minor
  const table: Pointer | null =
    apiVersion < leastApi ? null : member(0, 'void *', ['uint32_t'])(apiVersion)
  if (table === null)
    return fail('library-too-old', { path: place, version, needed: `1.${leastApi}` })
  return { path: place, version, api: new OrtApi(koffi, table, apiVersion) }
}
