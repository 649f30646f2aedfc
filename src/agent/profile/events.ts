// The profile that ONNX Runtime writes: one event of Chrome's trace format a line, a list over all. Read line by line, so
// that a long one costs no memory; a line that is torn or means nothing here is passed over.

import { closeSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { LineSplitter, LineTooLongError } from '../../shared/ndjson.ts'

/** ONNX Runtime itself stops at a million events, which are about 800 bytes each. */
const maxProfileBytes = 1024 * 1024 * 1024
const maxEventBytes = 1024 * 1024

const kernelTimeSchema = z.object({
  cat: z.literal('Node'),
  name: z.string().endsWith('_kernel_time'),
  /** Microseconds, whole ones. */
  dur: z.number().min(0),
  args: z.object({
    provider: z.string().max(100),
    op_name: z.string().max(400),
    /** Missing in older releases. */
    node_index: z.string().max(20).default(''),
  }),
})

/** One run of one node. */
export interface KernelTime {
  /** The same for all runs of the node. */
  readonly node: string
  readonly operator: string
  readonly provider: string
  readonly microseconds: number
}

function kernelTimeOf(line: string): KernelTime | null {
  let value: unknown
  try {
    value = JSON.parse(line.replace(/,\s*$/, ''))
  } catch {
    return null
  }
  const { data } = kernelTimeSchema.safeParse(value)
  if (data === undefined) return null
  const { provider, op_name: operator, node_index: index } = data.args
  return {
    node: `${data.name} ${operator} ${index}`,
    operator,
    provider,
    microseconds: data.dur,
  }
}

/** The runs of nodes in the profile at `path`, in the order in which they ended. */
export function* kernelTimes(path: string): Generator<KernelTime> {
  const fd = openSync(path, 'r')
  try {
    const lines = new LineSplitter(maxEventBytes)
    const chunk = Buffer.alloc(64 * 1024)
    let total = 0
    for (let count = 1; count > 0 && total < maxProfileBytes; total += count) {
      count = readSync(fd, chunk)
      for (const line of lines.push(chunk.subarray(0, count))) {
        const event = kernelTimeOf(line)
        if (event !== null) yield event
      }
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error
  } finally {
    closeSync(fd)
  }
}
