// The rounds of the crash matrix: what is drawn decides what is covered.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cells, drawRounds } from '../crash/draw.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

describe('the rounds of the crash matrix', () => {
  it('are the same for the same seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(drawRounds(seed, 30, 5)).toEqual(drawRounds(seed, 30, 5))
      }),
    )
    expect(drawRounds(1, 30, 5)).not.toEqual(drawRounds(2, 30, 5))
  })

  it('go through every cell before any comes again', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const all = cells()
        const drawn = drawRounds(seed, all.length * 2, 0)
        const keys = (from: number) =>
          new Set(drawn.slice(from, from + all.length).map((one) => `${one.moment} ${one.victim}`))
        expect(keys(0).size).toBe(all.length)
        expect(keys(all.length).size).toBe(all.length)
      }),
    )
  })

  it('have as many on the machine of its own as were asked for', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 200 }), fc.nat(), (seed, count, some) => {
        const qemu = some % (count + 1)
        const drawn = drawRounds(seed, count, qemu)
        expect(drawn.filter(({ ground }) => ground === 'qemu')).toHaveLength(qemu)
      }),
    )
  })

  it('kill everybody, and at every moment', () => {
    const drawn = drawRounds(1, 100, 20)
    expect(new Set(drawn.map(({ victim }) => victim)).size).toBe(8)
    expect(new Set(drawn.map(({ moment }) => moment)).size).toBe(7)
    expect(new Set(drawn.map(({ way }) => way)).size).toBe(3)
  })
})
