import { expect, test } from 'vitest'
import {
  type Fault,
  FaultError,
  fail,
  fault,
  faultCodes,
  faultSchema,
  fillPlaces,
  maxFaultTextLength,
  toFault,
} from '../../src/shared/fault.ts'
import { faultCatalogue } from '../../src/shared/fault-catalogue.ts'

test('every fault of the catalogue says what failed and what to do, in whole sentences', () => {
  for (const code of faultCodes) {
    const { message, hint } = faultCatalogue[code]
    expect(message, code).toMatch(/[.]$/)
    expect(hint.length, code).toBeGreaterThan(10)
  }
})

test('a fault fills its places and keeps what filled them', () => {
  const refused = fault('connection-refused', { host: 'pi5', port: 22 })
  expect(refused.message).toBe('pi5 refuses connections on port 22.')
  expect(refused.params).toEqual({ host: 'pi5', port: 22 })
  expect(faultSchema.parse(refused)).toEqual(refused)
})

test('a place without a value stays visible', () => {
  expect(fillPlaces('{{a}} and {{b}}', { a: 1 })).toBe('1 and {{b}}')
})

test('however long a board’s words are, the fault fits the wire', () => {
  const long = 'x'.repeat(10 * maxFaultTextLength)
  const made = fault('model-rejected', { name: long }, `${long}the end`)
  expect(faultSchema.parse(made)).toEqual(made)
  expect(made.detail?.endsWith('the end')).toBe(true)
})

test('what was thrown becomes a fault once', () => {
  const known: Fault = fault('link-lost', { host: 'pi5' })
  expect(toFault(new FaultError(known))).toBe(known)
  expect(toFault(new Error('boom'))).toMatchObject({ code: 'internal' })
  expect(toFault('boom').detail).toBe('boom')
  expect(() => fail('run-lost', {})).toThrow(FaultError)
})
