// NumPy's .npz: a ZIP archive with one .npy for each array. Only the array that is asked for is inflated, and never
// to more than the archive was allowed to say.

import { type UnzipFileInfo, unzipSync } from 'fflate'
import { NpyError } from '../../shared/npy.ts'

const maxEntries = 1000
const maxEntryBytes = 1024 ** 3
/** Deflate makes at the most 258 bytes of two bits. */
const mostInflation = 1032

export function isNpz(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

/** The .npy with the input's name, or the only one. Throws an `NpyError` where there is none. */
export function npzEntry(bytes: Uint8Array, input: string): Uint8Array {
  const names: string[] = []
  unzip(bytes, (name) => {
    if (names.length === maxEntries) throw new NpyError(`it holds more than ${maxEntries} arrays`)
    if (name.endsWith('.npy')) names.push(name)
    return false
  })
  const [only] = names
  const wanted = names.includes(`${input}.npy`) || names.length !== 1 ? `${input}.npy` : only
  if (wanted === undefined || !names.includes(wanted))
    throw new NpyError(`it holds ${names.join(', ').slice(0, 500) || 'nothing'}, not ${input}.npy`)
  const entry = unzip(bytes, (name, { size, originalSize }) => {
    if (name !== wanted) return false
    if (originalSize > maxEntryBytes || originalSize > (size + 1) * mostInflation)
      throw new NpyError(`${wanted} promises ${originalSize} bytes, more than it can hold`)
    return true
  })[wanted]
  if (entry === undefined) throw new NpyError(`${wanted} can not be read`)
  return entry
}

function unzip(bytes: Uint8Array, take: (name: string, file: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(bytes, { filter: (file) => take(file.name, file) })
  } catch (error) {
    if (error instanceof NpyError) throw error
    throw new NpyError(error instanceof Error ? error.message : String(error))
  }
}
