// What a person runs on a board to put back by hand what Benchtop could not. The commands are made here, of paths and values
// that the allow-list knows: a board's own words never make a command.

import type { Change, TuningStatus } from './tuning.ts'
import { isReturnable, tunables } from './tuning-paths.ts'

const place = ({ path }: Change) => tunables.findIndex((one) => one.path.test(path))

function owed(status: TuningStatus): readonly Change[] {
  switch (status.state) {
    case 'untouched':
      return []
    case 'tuned':
    case 'dirty':
      return status.changes.map(({ path, before }) => ({ path, value: before }))
    case 'failed-restore':
      return status.failures.map(({ path, wanted }) => ({ path, value: wanted }))
  }
}

/** A lower limit is written before the upper one and after it: one of the two is refused where they cross. */
function withLimitsTwice(changes: readonly Change[]): readonly Change[] {
  return changes.flatMap((change) => {
    const lower = change.path.replace(/max_freq$/, 'min_freq')
    if (lower === change.path) return [change]
    return [change, ...changes.filter(({ path }) => path === lower)]
  })
}

const command = ({ path, value }: Change) =>
  path === 'nvpmodel' ? `sudo nvpmodel -m ${value}` : `echo ${value} | sudo tee ${path}`

const folder = ({ path }: Change) => path.replace(/(min|max)_freq$/, '')

/** As a board gives back: by kind, then by folder, there the lower limit before the upper one. */
const inOrder = (a: Change, b: Change) =>
  place(a) - place(b) || folder(a).localeCompare(folder(b)) || b.path.localeCompare(a.path)

/** In the order in which they are to be run; each is one line for a shell on the board itself. */
export function commandsByHand(status: TuningStatus): readonly string[] {
  const changes = owed(status).filter(isReturnable).toSorted(inOrder)
  return withLimitsTwice(changes).map(command)
}
