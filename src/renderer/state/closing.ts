// The window was asked to close while runs would be touched by it: which ones, until the question is answered.

import { create } from 'zustand'
import type { RunId } from '../../shared/event.ts'

interface Closing {
  /** Null while nobody wants to close the window. */
  readonly runs: readonly RunId[] | null
}

export const useClosing = create<Closing>(() => ({ runs: null }))

export const receiveClosing = (runs: readonly RunId[]) => useClosing.setState({ runs })

export const stay = () => useClosing.setState({ runs: null })
