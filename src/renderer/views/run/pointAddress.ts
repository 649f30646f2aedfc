// Where a point of a run is looked at.

import type { RunId } from '../../../shared/event.ts'

export const pointAddress = (run: RunId, index: number) => `/runs/${run}/points/${index}`
