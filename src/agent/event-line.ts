// An event as the line that stands for it between worker and supervisor and in the journal. The samples of a fast model are
// nearly all of what is written, while it waits: they are base64, in which nothing has to be escaped.

import type { Happening } from '../shared/event.ts'

export function eventLine(event: Happening): Buffer {
  if (event.type !== 'samples-recorded') return Buffer.from(`${JSON.stringify(event)}\n`)
  const { latencyNs, ...rest } = event
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"latencyNs":"`),
    Buffer.from(latencyNs, 'latin1'),
    Buffer.from('"}\n'),
  ])
}
