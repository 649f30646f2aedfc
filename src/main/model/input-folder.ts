// A folder of the user's as one tensor of samples: its arrays and pictures in the order of their names, one after another
// along the first dimension. What else lies in it is passed over.

import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { fail } from '../../shared/fault.ts'
import { elementCountOf, elementTypeOf, type Tensor } from '../../shared/tensor.ts'

/** What an input takes at the most, in a file or put together of many. */
export const maxInputBytes = 1024 ** 3
const maxFiles = 10_000
const extensions: ReadonlySet<string> = new Set(['.npy', '.png', '.jpg', '.jpeg', '.webp'])

/** Numbers in names count as numbers: 9.png stands before 10.png. */
const byName = new Intl.Collator('en', { numeric: true })

async function filesOf(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
    fail('file-unreadable', { path: folder }, String(error)),
  )
  return found
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => extensions.has(extname(name).toLowerCase()))
    .toSorted((a, b) => byName.compare(a, b) || (a < b ? -1 : 1))
}

/** `read` gives what is in one of its files, with a first dimension that holds samples. */
export async function folderTensor(
  folder: string,
  read: (path: string) => Promise<Tensor>,
): Promise<Tensor> {
  const names = await filesOf(folder)
  const refuse = (detail: string, file = basename(folder)): never =>
    fail('input-file-invalid', { file }, detail)
  const [first] = names
  if (first === undefined)
    return refuse('It is a folder in which no .npy file, PNG, JPEG or WebP picture lies.')
  if (names.length > maxFiles) return refuse(`It holds ${names.length} files.`)
  const tensors: Tensor[] = []
  let bytes = 0
  for (const name of names) {
    const tensor = await read(join(folder, name))
    const [like = tensor] = tensors
    if (tensor.dims.slice(1).join() !== like.dims.slice(1).join())
      return refuse(
        `It is [${tensor.dims.join(', ')}], and ${first} is [${like.dims.join(', ')}].`,
        name,
      )
    bytes += tensor.data.byteLength
    if (bytes > maxInputBytes) return refuse(`Its samples take more than ${maxInputBytes} bytes.`)
    tensors.push(tensor)
  }
  return stacked(tensors)
}

/** `tensors` are of one type, and differ in their first dimension alone. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors
  if (first === undefined) throw new Error('there is nothing to stack')
  const rows = tensors.reduce((sum, { dims }) => sum + (dims[0] ?? 0), 0)
  const dims = [rows, ...first.dims.slice(1)]
  const element = elementTypeOf(first.type)
  if (element === undefined) throw new Error(`there are no elements of type ${first.type}`)
  const data = element.make(elementCountOf(dims))
  const all = new Uint8Array(data.buffer)
  let at = 0
  for (const { data: part } of tensors) {
    all.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  return { type: first.type, dims, data }
}
