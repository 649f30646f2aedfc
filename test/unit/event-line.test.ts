import { expect, test } from 'vitest'
import { eventLine } from '../../src/agent/event-line.ts'
import { encodeSamples, type Happening, happeningSchema } from '../../src/shared/event.ts'

const read = (line: Buffer): unknown => JSON.parse(line.toString())

test('samples are written as JSON would write them, on one line', () => {
  const latencyNs = encodeSamples(Float64Array.from([1, 2.5, 3e9, Number.EPSILON]))
  const event: Happening = happeningSchema.parse({
    type: 'samples-recorded',
    point: 1,
    repetition: 2,
    window: { startNs: 3, endNs: 4 },
    first: 0,
    count: 4,
    medianNs: 2.5,
    latencyNs,
  })
  const line = eventLine(event)
  expect(read(line)).toEqual(event)
  expect(line.indexOf(10)).toBe(line.length - 1)
})

test('so is everything else, line ends within its words included', () => {
  const event: Happening = {
    type: 'run-ended',
    outcome: {
      kind: 'failed',
      fault: { code: 'x', stage: 'run', retry: 'user', message: 'a\n"b"', params: {} },
    } as never,
  }
  const line = eventLine(event)
  expect(read(line)).toEqual(event)
  expect(line.indexOf(10)).toBe(line.length - 1)
})
