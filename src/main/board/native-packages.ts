// The packages that the agent loads on a board, as one archive: ONNX Runtime, and koffi that calls its C interface.
// Where koffi can't be had, ONNX Runtime goes alone: its own binding still measures.

import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FaultError } from '../../shared/fault.ts'
import { type Archive, cachedArchive, contentHash, type FileSet, writeArchive } from './archive.ts'
import { type KoffiSource, koffiFor } from './koffi.ts'
import { type OnnxRuntimeSource, onnxRuntimeFor } from './onnxruntime.ts'
import type { BoardArch, RuntimePins } from './runtime-pins.ts'

export interface PackagesSetup {
  /** The folder that holds node_modules. */
  readonly modulesDir: string
  readonly runtimePins: RuntimePins
  readonly cacheDir: string
}

export interface NativePackages {
  /** For people. */
  readonly item: string
  /** Tells their content: the folder on a board. */
  readonly name: string
  readonly hasKoffi: boolean
  archive(): Promise<Archive>
}

/** What a board is to get: with koffi where `isThere` says that it has it, where it is here, or can be fetched. */
export async function nativePackages(
  arch: BoardArch,
  setup: PackagesSetup,
  isThere: (name: string) => boolean,
): Promise<NativePackages> {
  const ort = await onnxRuntimeFor(arch, setup.modulesDir)
  const koffi = await koffiFor(arch, setup.modulesDir, setup.runtimePins)
  const alone = packagesOf(ort, await contentHash(ort), arch, setup, null)
  if (koffi === null) return alone
  const content = createHash('sha256').update(`${await contentHash(ort)}\0${koffi.identity}`)
  const whole = packagesOf(ort, content.digest('hex'), arch, setup, koffi)
  if (isThere(whole.name)) return whole
  return whole.archive().then(
    () => whole,
    (error: unknown) => {
      if (error instanceof FaultError && error.fault.code === 'runtime-unavailable') return alone
      throw error
    },
  )
}

function packagesOf(
  ort: OnnxRuntimeSource,
  content: string,
  arch: BoardArch,
  { cacheDir }: PackagesSetup,
  koffi: KoffiSource | null,
): NativePackages {
  const name = `${ort.version}-${arch}-${content.slice(0, 16)}`
  return {
    item: `ONNX Runtime ${ort.version}`,
    name,
    hasKoffi: koffi !== null,
    archive: () =>
      cachedArchive(cacheDir, `ort-${name}`, (path) =>
        koffi === null ? writeArchive(path, ort) : writeBoth(path, ort, koffi, cacheDir),
      ),
  }
}

async function writeBoth(
  path: string,
  ort: FileSet,
  koffi: KoffiSource,
  cacheDir: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'benchtop-packages-'))
  try {
    const koffiFiles = await koffi.place(folder, cacheDir)
    for (const file of ort.files) await cp(join(ort.folder, file), join(folder, file))
    await writeArchive(path, { folder, files: [...ort.files, ...koffiFiles] })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
