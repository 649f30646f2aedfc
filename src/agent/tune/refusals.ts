// Why the program that tunes would not do something, as faults.

import { type Fault, FaultError, fault } from '../../shared/fault.ts'
import type { Answer } from './session.ts'

/** What is asked for is gone from the answer where it is refused. */
function refusalFault(words: readonly string[]): Fault {
  const [why = '', path = '', value = '', reads = '', kernel = ''] = words
  const detail = words.slice(1).join(' ')
  switch (why) {
    case 'taint':
      return fault('tuning-tainted', { source: value || path })
    case 'busy':
      return fault('tuning-busy', {})
    case 'leftover':
      return fault('tuning-leftover', {})
    case 'nothing-to-tune':
      return fault('tuning-not-offered', {})
    case 'not-begun':
      return fault('tuning-over', {})
    case 'not-tuned':
      return fault('tuning-none', {})
    case 'cannot-write':
      return fault('tuning-not-writable', { path }, value)
    case 'not-tunable':
      return fault('tuning-not-writable', { path })
    case 'write-failed':
    case 'did-not-stick':
      return reads === ''
        ? fault('tuning-not-writable', { path }, kernel)
        : fault('tuning-refused', { path, value, reads }, kernel)
    case 'guardian':
    case 'journal':
    case 'no-state-folder':
      return fault('tuning-unsafe', { why }, detail)
    default:
      return fault('tuning-program-failed', {}, words.join(' '))
  }
}

/** Throws the fault of a refusal. */
export function granted(answer: Answer): Answer['lines'] {
  if (answer.refused !== null) throw new FaultError(refusalFault(answer.refused))
  return answer.lines
}
