import fc from 'fast-check'
import { expect, test } from 'vitest'
import { samplesInBase64 } from '../../../src/agent/run/worker-message.ts'
import { decodeSamples, encodeSamples } from '../../../src/shared/event.ts'

test('what the worker tells is what the contract says, for a part of an array too', () => {
  const samples = fc.array(fc.double({ min: 0, noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(samples, fc.nat(50), (values, from) => {
      const part = Float64Array.from(values).subarray(from)
      expect(samplesInBase64(part)).toBe(encodeSamples(part))
      expect(decodeSamples(samplesInBase64(part))).toEqual(Float64Array.from(part))
    }),
  )
})
