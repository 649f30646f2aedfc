import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recording } from '../../../src/agent/scenario/recording.ts'

const latencies = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 50 })

test('what was recorded is ascending whenever it is asked for, and complete', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(latencies, fc.boolean()), { maxLength: 20 }), (windows) => {
      const recording = new Recording()
      const all: number[] = []
      for (const [window, isAsked] of windows) {
        recording.add({ startMs: 0, endMs: 1, latencyNs: Float64Array.from(window) })
        all.push(...window)
        if (isAsked) expect(recording.sortedNs).toEqual(Float64Array.from(all).sort())
      }
      expect(recording.sortedNs).toEqual(Float64Array.from(all).sort())
      expect([...recording.latencyNs]).toEqual(all)
    }),
  )
})
