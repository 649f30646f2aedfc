// Builds a zoo model into a file: the same bytes every time, there whole or not at all.

import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ZooId } from '../../shared/model.ts'
import type { VerbReply } from '../../shared/protocol.ts'
import { storageFault } from '../home.ts'
import { onnx } from './proto.ts'
import { resnet50 } from './zoo/resnet50.ts'

const zoo = { 'resnet50-v1.5': resnet50 } as const satisfies Record<ZooId, () => unknown>

export async function buildModel({
  zoo: id,
  path,
}: {
  readonly zoo: ZooId
  readonly path: string
}): Promise<VerbReply<'model-build'>> {
  const bytes = onnx.ModelProto.encode(zoo[id]()).finish()
  const target = resolve(path)
  const part = `${target}.${process.pid}.part`
  try {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(part, bytes, { flush: true })
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { force: true })
    throw storageFault(error, dirname(target), Math.ceil(bytes.length / 1024 ** 2))
  }
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
}
