// The kernel's files under /proc and /sys as every reader here gets them: small texts by paths that are written down,
// and the names in a few folders that are written down. Nothing is searched: reading a wrong node can reset a board.

import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from 'node:fs'
import { type ReadText, readText } from '../facts/read.ts'

export interface Kernel {
  readonly read: ReadText
  /** The names in a folder; none where it can't be listed. */
  readonly list: (folder: string) => readonly string[]
  /** Where readings hold files open: this one is not read any more. */
  readonly forget?: (path: string) => void
}

/** One that also tells devices apart. */
export interface DeviceKernel extends Kernel {
  /** Where a path leads to when its links are followed, as `/sys/devices/…`; null where there is nothing. */
  readonly placeOf: (path: string) => string | null
  /** Whether this process is allowed to read it, whatever reading then gives. */
  readonly mayRead: (path: string) => boolean
}

/** Below `root` instead of the root, for trees that were made. */
export function kernelAt(root = ''): DeviceKernel {
  return {
    read: (path) => readText(`${root}${path}`),
    list: (folder) => {
      try {
        return readdirSync(`${root}${folder}`)
      } catch {
        return []
      }
    },
    placeOf: (path) => {
      try {
        return realpathSync(`${root}${path}`).slice(root === '' ? 0 : realpathSync(root).length)
      } catch {
        return null
      }
    },
    mayRead: (path) => {
      try {
        accessSync(`${root}${path}`, constants.R_OK)
        return true
      } catch {
        return false
      }
    },
  }
}

const blockBytes = 16 * 1024
const maxBytes = 1024 * 1024

/**
 * Reads like `readText` through descriptors that stay open, which costs about a tenth: for what is sampled. A file that
 * fails is opened anew at the next read, since a CPU that went offline takes its files with it and brings new ones.
 */
export class HeldFiles implements Disposable {
  readonly #descriptors = new Map<string, number>()
  readonly #root: string
  #buffer = Buffer.allocUnsafe(blockBytes)

  constructor(root = '') {
    this.#root = root
  }

  readonly read: ReadText = (path) => {
    try {
      return this.#text(this.#descriptor(path)).trim()
    } catch {
      this.#close(path)
      return null
    }
  }

  /** Of a file that is not read any more, as that of a process that ended. */
  forget(path: string): void {
    this.#close(path)
  }

  [Symbol.dispose](): void {
    for (const path of [...this.#descriptors.keys()]) this.#close(path)
  }

  #descriptor(path: string): number {
    const held = this.#descriptors.get(path)
    if (held !== undefined) return held
    const opened = openSync(`${this.#root}${path}`, 'r')
    this.#descriptors.set(path, opened)
    return opened
  }

  #text(descriptor: number): string {
    let length = 0
    for (;;) {
      if (length === this.#buffer.length) this.#grow()
      const bytes = readSync(descriptor, this.#buffer, length, this.#buffer.length - length, length)
      if (bytes === 0) return this.#buffer.toString('utf8', 0, length)
      length += bytes
    }
  }

  #grow(): void {
    if (this.#buffer.length >= maxBytes) throw new Error('too long')
    this.#buffer = Buffer.concat([this.#buffer, Buffer.allocUnsafe(this.#buffer.length)])
  }

  #close(path: string): void {
    const descriptor = this.#descriptors.get(path)
    this.#descriptors.delete(path)
    if (descriptor === undefined) return
    try {
      closeSync(descriptor)
    } catch {
      // What a vanished device says on closing changes nothing.
    }
  }
}

/** A whole number as the kernel writes it; null for anything else. */
export function wholeNumber(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : null
}

/** Names of the form `prefixN` in a folder, by N. */
export function numbered(kernel: Kernel, folder: string, prefix: string): readonly string[] {
  const numberOf = (name: string) => Number(name.slice(prefix.length))
  return kernel
    .list(folder)
    .filter((name) => name.startsWith(prefix) && /^\d{1,4}$/.test(name.slice(prefix.length)))
    .sort((one, other) => numberOf(one) - numberOf(other))
}

/** Each name once: one that several have is told apart by where it stands. */
export function toldApart<T extends { readonly name: string; readonly place: string }>(
  named: readonly T[],
): readonly T[] {
  return named.map((one) => {
    const isShared = named.some((other) => other !== one && other.name === one.name)
    return isShared ? { ...one, name: `${one.name} (${one.place})`.slice(0, 100) } : one
  })
}
