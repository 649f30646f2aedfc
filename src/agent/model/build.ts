// Builds a zoo model into a file, and its weights into one beside it where they are too large to be held: the same
// bytes every time, there whole or not at all.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { ZooId } from '../../shared/model.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { storageFault } from '../home.ts'
import { isRunning } from '../process-identity.ts'
import { contentId } from './external.ts'
import { onnx } from './proto.ts'
import { bertBase, bertLarge } from './zoo/bert.ts'
import { mobilenetV2 } from './zoo/mobilenet-v2.ts'
import { resnet50 } from './zoo/resnet50.ts'
import type { ZooModel } from './zoo/zoo-model.ts'

const zoo: Readonly<Record<ZooId, () => ZooModel>> = {
  'resnet50-v1.5': resnet50,
  'mobilenet-v2-1.0': mobilenetV2,
  'bert-base': bertBase,
  'bert-large': bertLarge,
}

/** A file on its way: written under a name of this process, until it is whole. */
interface Draft {
  readonly target: string
  readonly part: string
  readonly pieces: Iterable<Uint8Array>
}

const draft = (target: string, pieces: Iterable<Uint8Array>): Draft => ({
  target,
  part: `${target}.${process.pid}.part`,
  pieces,
})

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

async function write(
  { part, pieces }: Draft,
  onPiece: (bytes: number) => void,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  await using file: FileHandle = await open(part, 'w')
  for (const piece of pieces) {
    hash.update(piece)
    await file.writeFile(piece)
    bytes += piece.length
    onPiece(piece.length)
  }
  await file.sync()
  return { sha256: hash.digest('hex'), bytes }
}

/** `report` hears how far the writing is. A process that is asked to end meanwhile leaves nothing. */
export async function buildModel(
  { zoo: id, path }: { readonly zoo: ZooId; readonly path: string },
  report: (doneBytes: number, totalBytes: number) => void,
): Promise<VerbReply<'model-build'>> {
  const { model, weights } = zoo[id]()
  const bytes = onnx.ModelProto.encode(model).finish()
  const totalBytes = bytes.length + (weights?.bytes ?? 0)
  const target = resolve(path)
  const folder = dirname(target)
  const own = draft(target, [bytes])
  const beside = weights && draft(join(folder, weights.location), weights.pieces())
  const drafts = beside ? [beside, own] : [own]
  const discard = () => {
    for (const { part } of drafts) rmSync(part, { force: true })
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
    for (const each of drafts) sweep(each.target)
    const external = beside
      ? [{ ...(await write(beside, onPiece)), location: weights.location }]
      : []
    const { sha256 } = await write(own, onPiece)
    // The model last: where it is, its weights are.
    for (const { part, target } of drafts) renameSync(part, target)
    return { sha256: contentId(sha256, external), bytes: totalBytes }
  } catch (error) {
    discard()
    throw storageFault(error, folder, Math.ceil(totalBytes / 1024 ** 2))
  } finally {
    process.off('SIGTERM', onEnd)
  }
}
