// Builds a zoo model into a file, and its weights into one beside it where they are too large to be held: the same
// bytes every time, there whole or not at all.

import { dirname, join, resolve } from 'node:path'
import type { ZooId } from '../../shared/model.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { contentId } from './external.ts'
import { onnx } from './proto.ts'
import { writeWhole } from './whole-files.ts'
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

/** `report` hears how far the writing is. A process that is asked to end meanwhile leaves nothing. */
export async function buildModel(
  { zoo: id, path }: { readonly zoo: ZooId; readonly path: string },
  report: (doneBytes: number, totalBytes: number) => void,
): Promise<VerbReply<'model-build'>> {
  const { model, weights } = zoo[id]()
  const encoded = onnx.ModelProto.encode(model).finish()
  const target = resolve(path)
  const folder = dirname(target)
  const own = { target, bytes: encoded.length, pieces: () => [encoded] }
  if (weights === null) {
    const [sha256 = ''] = await writeWhole([own], folder, report)
    return { sha256, bytes: encoded.length }
  }
  const { location, bytes } = weights
  const beside = { target: join(folder, location), bytes, pieces: () => weights.pieces() }
  // The model last: where it is, its weights are.
  const [besideSha256 = '', ownSha256 = ''] = await writeWhole([beside, own], folder, report)
  return {
    sha256: contentId(ownSha256, [{ location, bytes, sha256: besideSha256 }]),
    bytes: encoded.length + bytes,
  }
}
