// What is carried to a board: a file or an archive, known by the sha256 of the bytes that travel.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

export interface Artifact {
  /** For people: "Node 24.21.0". */
  readonly item: string
  /** Of what travels. */
  readonly sha256: string
  readonly bytes: number
  /** Where it stands when it is complete, under Benchtop's home on the board. */
  readonly target: string
  /** An archive is unpacked into the folder `target`; a file becomes `target`. */
  readonly form: 'archive' | 'file'
  /** What it takes on the board's disk beside what travels; 0 for a file, which is moved into place. */
  readonly unpackedBytes: number
  /** A file of the archive that is made executable, since an archive from Windows can not say so. */
  readonly executable?: string
  /** For a file of a folder that is filled out of sight: where that folder stands once it is whole. */
  readonly folder?: string
  open(start: number): AsyncIterable<Uint8Array>
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}
