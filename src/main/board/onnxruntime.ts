// Which files of ONNX Runtime a board needs: the JavaScript that is loaded, and one architecture's binding.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../shared/fault.ts'
import type { FileSet } from './archive.ts'
import type { BoardArch } from './runtime-pins.ts'

const manifestSchema = z.object({ version: z.string().regex(/^[0-9A-Za-z.+-]{1,40}$/) })

export interface OnnxRuntimeSource extends FileSet {
  readonly version: string
}

/** `modulesDir` is the folder that holds node_modules. */
export async function onnxRuntimeFor(
  arch: BoardArch,
  modulesDir: string,
): Promise<OnnxRuntimeSource> {
  const node = 'node_modules/onnxruntime-node'
  const common = 'node_modules/onnxruntime-common'
  try {
    const manifest: unknown = JSON.parse(
      await readFile(join(modulesDir, node, 'package.json'), 'utf8'),
    )
    const { version } = manifestSchema.parse(manifest)
    const napi = (await readdir(join(modulesDir, node, 'bin'))).filter((name) =>
      name.startsWith('napi-v'),
    )
    const lists = await Promise.all([
      filesIn(modulesDir, `${node}/dist`, '.js'),
      ...napi.map((name) => filesIn(modulesDir, `${node}/bin/${name}/linux/${arch}`, '')),
      filesIn(modulesDir, `${common}/dist/cjs`, '.js'),
    ])
    const manifests = [
      `${node}/package.json`,
      `${common}/package.json`,
      `${common}/dist/cjs/package.json`,
    ]
    return {
      folder: modulesDir,
      files: [...manifests, ...lists.flat()],
      version,
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return fail('runtime-unavailable', { item: `ONNX Runtime for ${arch}` }, detail)
  }
}

async function filesIn(root: string, folder: string, suffix: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => `${folder}/${entry.name}`)
}
