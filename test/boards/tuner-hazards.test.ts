// benchtop-tune where things go half: a tuning that was never finished, heat in its midst, a lease that is another's by now,
// files that others have hidden. Nothing half stands, and nothing is called untouched that is not known to be.

import { describe, expect, test } from 'vitest'
import { until } from '../core/bench.ts'
import { skipped, sysfsLack } from './lack.ts'
import { set, stateFolder, useTunerBoard } from './tuner-board.ts'
import { helper, openTuner } from './tuner-session.ts'

const cpufreq = '/sys/devices/system/cpu/cpufreq'
const governor = `${cpufreq}/policy0/scaling_governor`
const limit = (which: 'min' | 'max') => `${cpufreq}/policy1/scaling_${which}_freq`
const ok = [['ok']]

describe.skipIf(skipped(sysfsLack()))('the tuner', () => {
  const here = useTunerBoard('bl2')
  const { begun, isBack, kill, once, state, tuner } = here
  const leftMs = async () => Number((await once('status'))[1]?.[2])
  /** As the user, without root. */
  const seenByUser = async () => {
    const asEdge = await openTuner(here.board, helper)
    const answer = await asEdge.ask('status')
    await asEdge.end()
    return answer[0]
  }

  test.each([['kept', 0] as const, ['until', 600] as const])(
    'what is to stay by %s stays only when it is whole',
    async (lease, seconds) => {
      const half = await begun(lease, seconds)
      await set(half, governor, 'powersave')
      expect(await leftMs()).toBeLessThanOrEqual(120_000)
      await half.end()
      await until(isBack)
      expect(await state()).toBe('untouched')
      const whole = await begun(lease, seconds)
      await set(whole, governor, 'powersave')
      expect(await whole.ask('done')).toEqual(ok)
      await kill('session')
      expect((await once('status')).slice(0, 2)).toEqual([
        ['state', 'tuned'],
        ['lease', lease, lease === 'kept' ? '0' : expect.any(String)],
      ])
      if (lease === 'until') expect(await leftMs()).toBeGreaterThan(500_000)
      expect(await isBack()).toBe(false)
    },
  )

  test('a session that has lost its lease prolongs nobody else’s', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await once('restore')
    const other = await begun('until', 60)
    await set(other, governor, 'conservative')
    expect(await other.ask('done')).toEqual(ok)
    await other.end()
    expect(await session.ask('renew', 600)).toEqual([['refused', 'not-begun']])
    expect(await session.ask('renew', 600)).toEqual([['refused', 'not-begun']])
    expect(await leftMs()).toBeLessThanOrEqual(60_000)
    await session.end()
    expect(await state()).toBe('tuned')
  })

  test('limits are set on a board that gets hot, and show when it is cool', async () => {
    const session = await begun('run', 30)
    await here.board.sys.control('throttle policy1 1200000')
    for (const which of ['max', 'min'] as const) {
      const answer = await session.ask('set', limit(which), 1_800_000)
      expect(answer[0]?.slice(3)).toEqual(['1800000', '1200000'])
    }
    await here.board.sys.control('throttle policy1 off')
    expect(await here.board.sys.settings()).toMatchObject({
      [limit('min')]: '1800000',
      [limit('max')]: '1800000',
    })
    await session.end()
    await until(isBack)
    expect(await state()).toBe('untouched')
  })

  test('a limit that reads lower without heat did not stick', async () => {
    const session = await begun('run', 30)
    await here.board.sys.control(`text ${limit('max')} 1200000`)
    const answer = await session.ask('set', limit('max'), 1_800_000)
    expect(answer[0]?.slice(0, 2)).toEqual(['refused', 'did-not-stick'])
    await here.board.sys.control(`mend ${limit('max')}`)
  })

  test('a run waits for a hot board also where a tuning stands, which it leaves alone', async () => {
    const person = await begun('until', 600)
    await set(person, governor, 'powersave')
    expect(await person.ask('done')).toEqual(ok)
    await person.end()
    await here.board.sys.control('throttle policy1 1200000')
    const run = await tuner()
    expect((await run.ask('begin', 'run', 30))[0]?.slice(0, 2)).toEqual(['refused', 'taint'])
    await run.end()
    expect((await once('status'))[1]?.slice(0, 2)).toEqual(['lease', 'until'])
    await here.board.sys.control('throttle policy1 off')
  })

  test('a fan that runs is no heat; what firmware says is', async () => {
    const fan = '/sys/class/thermal/cooling_device9'
    const { sys } = here.board
    await sys.control(`add ${fan}/type cpu-fan`)
    await sys.control(`add ${fan}/cur_state 3`)
    const session = await tuner()
    expect(await session.ask('begin', 'run', 30)).toEqual(ok)
    await session.ask('restore')
    const pi = '/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled'
    await sys.control(`add ${pi} 50000`)
    expect(await session.ask('begin', 'run', 30)).toEqual(ok)
    await session.ask('restore')
    await sys.control(`text ${pi} 50004`)
    expect(await session.ask('begin', 'run', 30)).toEqual([
      ['refused', 'taint', 'throttled', 'firmware'],
    ])
    await sys.control(`text ${pi} 0`)
    await sys.control(`add ${cpufreq}/policy1/bios_limit 1200000`)
    expect(await session.ask('begin', 'run', 30)).toEqual(ok)
    await session.ask('restore')
    await sys.control(`write ${limit('max')} 1200000`)
    // A limit shows a little after its write.
    await until(async () => (await here.board.exec(`cat ${limit('max')}`)) === '1200000\n')
    expect(await session.ask('begin', 'run', 30)).toEqual([
      ['refused', 'taint', 'limited', 'policy1'],
    ])
  })

  test('what can not be read is not written', async () => {
    await here.board.sys.control(`fail ${governor} EIO read`)
    const session = await begun('run', 30)
    expect(await session.ask('set', governor, 'powersave')).toEqual([
      ['refused', 'write-failed', governor, 'powersave', '', 'it can not be read'],
    ])
    await here.board.sys.control(`mend ${governor}`)
    expect(await isBack()).toBe(true)
  })

  test('a lock that somebody has deleted holds up no guardian', async () => {
    const session = await begun('run', 2)
    await set(session, governor, 'powersave')
    await here.board.exec(`rm ${stateFolder}/lock`)
    await until(isBack)
    await until(async () => (await state()) === 'untouched')
  })

  test('a folder of root’s that nobody can look into is not called untouched, and root opens it', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await here.board.exec(`chmod 700 ${stateFolder}`)
    expect(await seenByUser()).toEqual(['state', 'dirty'])
    expect(await state()).toBe('tuned')
    expect(await seenByUser()).toEqual(['state', 'tuned'])
  })

  test('a journal of the user’s own from another boot does not hide root’s', async () => {
    const own = '/home/edge/.benchtop/tune'
    await here.board.exec(
      `su edge -c 'mkdir -p ${own}; printf "benchtop-tune\\t1\\tother\\tother.1.1\\t.\\n" >${own}/journal'`,
    )
    expect(await seenByUser()).toEqual(['state', 'untouched'])
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    expect(await seenByUser()).toEqual(['state', 'tuned'])
    await here.board.exec(`rm -r ${own}`)
  })

  test('what root holds, a login that may write itself does not take for the board’s own', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await here.board.exec(`chmod 0666 ${cpufreq}/policy0/scaling_*_freq ${governor}`)
    const asEdge = await openTuner(here.board, helper)
    expect(await asEdge.ask('begin', 'run', 30)).toEqual([['refused', 'busy']])
    await session.end()
    await until(isBack)
    expect(await asEdge.ask('begin', 'run', 30)).toEqual(ok)
    await asEdge.end()
  })
})
