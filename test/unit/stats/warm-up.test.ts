import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { warmupWindow, windowsAgree } from '../../../src/shared/stats/warm-up.ts'
import { normalNumbers } from './series.ts'

describe('windowsAgree', () => {
  const steady = normalNumbers(warmupWindow, 2).map((value) => 1000 + 50 * value)
  it('accepts a window and itself', () => {
    const window = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), {
      minLength: warmupWindow,
      maxLength: warmupWindow,
    })
    fc.assert(
      fc.property(window, (values) => {
        expect(windowsAgree(Float64Array.from(values), Float64Array.from(values))).toBe(true)
      }),
    )
  })
  it('refuses one that is still falling, or that has become slower', () => {
    const times = (factor: number) => steady.map((value) => value * factor)
    expect(windowsAgree(times(1.5), steady)).toBe(false)
    expect(windowsAgree(steady, times(1.2))).toBe(false)
  })
  it('refuses one that scatters more', () => {
    const wild = steady.map((value, index) => (index % 2 === 0 ? value * 0.4 : value * 1.6))
    expect(windowsAgree(steady, wild)).toBe(false)
  })
})
