// What a fault makes of a repetition: that a model does not fit into memory is a result, all else a failure.

import type { PointOutcome } from '../../shared/event.ts'
import type { Fault } from '../../shared/fault.ts'

export function endedBy(fault: Fault): PointOutcome {
  return { kind: fault.code === 'out-of-memory' ? 'does-not-fit' : 'failed', fault }
}
