// Why the program that tunes would not do something, in words that are true of it.

import { describe, expect, it } from 'vitest'
import { granted } from '../../src/agent/tune/refusals.ts'
import { toFault } from '../../src/shared/fault.ts'

function faultOf(...refused: readonly string[]) {
  try {
    granted({ lines: [], refused })
  } catch (thrown) {
    return toFault(thrown)
  }
  throw new Error('it was granted')
}

const path = '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor'

describe('a refusal', () => {
  it('is of the value where the file reads another, and of the file where it can not be written', () => {
    const refused = faultOf('did-not-stick', path, 'performance', 'ondemand', '')
    expect(refused).toMatchObject({
      code: 'tuning-refused',
      message: `${path} did not take performance: it reads ondemand.`,
    })
    for (const words of [
      ['cannot-write', path, 'Permission denied'],
      ['not-tunable', path, 'performance'],
      ['write-failed', path, 'performance', '', 'No such file or directory'],
    ])
      expect(faultOf(...words)).toMatchObject({
        code: 'tuning-not-writable',
        message: `${path} can not be written on this board.`,
      })
  })

  it('says that a board was given back only where that is known', () => {
    expect(faultOf('not-begun').code).toBe('tuning-over')
    const none = faultOf('not-tuned')
    expect(none.code).toBe('tuning-none')
    expect(none.message).not.toMatch(/given back/)
  })

  it('leaves no place in its sentence empty, whatever is missing', () => {
    const whys = ['busy', 'leftover', 'nothing-to-tune', 'cannot-write', 'journal', 'no-such']
    for (const why of whys) expect(faultOf(why, path).message).not.toMatch(/\{\{|: it reads/)
  })
})
