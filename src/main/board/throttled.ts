// Progress at a pace that a person can see: at most ten reports a second, the first and the last always.

import type { OnProgress, Progress } from './session.ts'

const shortestGapMs = 100

export function throttled(onProgress: OnProgress | undefined): OnProgress {
  let lastMs = Number.NEGATIVE_INFINITY
  let lastItem = ''
  let lastDone = -1
  return (progress: Progress) => {
    const nowMs = performance.now()
    const isEdge =
      progress.item !== lastItem ||
      (progress.totalBytes > 0 && progress.doneBytes === progress.totalBytes)
    if (!isEdge && nowMs - lastMs < shortestGapMs) return
    if (progress.item === lastItem && progress.doneBytes === lastDone) return
    lastMs = nowMs
    lastItem = progress.item
    lastDone = progress.doneBytes
    onProgress?.(progress)
  }
}
