// Writes files that belong together, piece by piece: all of them are there whole, or none of them is. A process that is
// killed leaves drafts, which the next one to write the same file sweeps away.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { storageFault } from '../home.ts'
import { isRunning } from '../process-identity.ts'

export interface WholeFile {
  readonly target: string
  readonly bytes: number
  /** All of its bytes, from the first to the last. A piece is good until the next one is asked for. */
  pieces(): Iterable<Uint8Array>
}

/** As much is hashed and written at once; neither takes 2 GiB, which a single tensor may be larger than. */
const chunkBytes = 2 ** 26

function* chunksOf(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += chunkBytes) yield piece.subarray(at, at + chunkBytes)
}

/** Under a name of this process, until it is whole. */
const partOf = (target: string) => `${target}.${process.pid}.part`

/** What processes have left of this file that were killed while they wrote it. */
function sweep(target: string): void {
  const name = basename(target)
  for (const entry of readdirSync(dirname(target))) {
    const pid = entry.startsWith(`${name}.`)
      ? /^(\d+)\.part$/.exec(entry.slice(name.length + 1))?.[1]
      : undefined
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(dirname(target), entry), { force: true })
  }
}

async function writePart(
  { target, pieces }: WholeFile,
  onPiece: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256')
  await using file: FileHandle = await open(partOf(target), 'w')
  for (const chunk of chunksOf(pieces())) {
    hash.update(chunk)
    await file.writeFile(chunk)
    onPiece(chunk.length)
  }
  await file.sync()
  return hash.digest('hex')
}

/**
 * Writes all files into one folder and gives back their sha256, in the same order. The last of them is there only
 * when the others are. `report` hears how far the writing is. A process that is asked to end meanwhile leaves nothing.
 */
export async function writeWhole(
  files: readonly WholeFile[],
  folder: string,
  report: (doneBytes: number, totalBytes: number) => void,
): Promise<string[]> {
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const discard = () => {
    for (const { target } of files) rmSync(partOf(target), { force: true })
  }
  const onEnd = () => {
    discard()
    process.exit(143)
  }
  process.once('SIGTERM', onEnd)
  let doneBytes = 0
  const onPiece = (count: number) => {
    doneBytes += count
    report(doneBytes, totalBytes)
  }
  try {
    mkdirSync(folder, { recursive: true })
    for (const { target } of files) sweep(target)
    const hashes: string[] = []
    for (const file of files) hashes.push(await writePart(file, onPiece))
    for (const { target } of files) renameSync(partOf(target), target)
    return hashes
  } catch (error) {
    discard()
    throw storageFault(error, folder, Math.ceil(totalBytes / 1024 ** 2))
  } finally {
    process.off('SIGTERM', onEnd)
  }
}
