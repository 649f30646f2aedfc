// How long an inference of a point will about take, from what was measured before: the same model at the same sizes
// on the same board, scaled by batch and threads. It serves the estimate only and is never shown as a result.

import type { LatencyGuess } from '../../../shared/estimate.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import type { PlannedModel, Point } from '../../../shared/plan.ts'

const sizesOf = ({ sha256, dims }: PlannedModel) =>
  JSON.stringify([
    sha256,
    Object.entries(dims).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ])

function scaled(from: Point, medianNs: number, to: Point): number {
  return (medianNs / 1e6) * (to.batch / from.batch) * (from.threads / to.threads)
}

/** The newest run that has the model at these sizes decides; null where none has. */
export function latencyGuess(runs: readonly RunRecord[], boardId: string | null): LatencyGuess {
  const known = runs
    .filter((run) => run.boardId === boardId)
    .toSorted((one, other) => other.createdMs - one.createdMs)
    .map(({ headline }) => headline)
  return (point) => {
    const found = known.find(
      (headline) =>
        headline !== null &&
        headline.medianNs !== null &&
        sizesOf(headline.point.model) === sizesOf(point.model),
    )
    return found === null || found === undefined || found.medianNs === null
      ? null
      : scaled(found.point, found.medianNs, point)
  }
}
