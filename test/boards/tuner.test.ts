// benchtop-tune on a board whose /sys behaves like a kernel's: whatever happens to whomever, what the board had comes
// back, or the board says plainly that it does not. The numbers are those of BOARDS.md, section 7.

import { beforeAll, describe, expect, test } from 'vitest'
import { until } from '../core/bench.ts'
import { skipped, sysfsLack } from './lack.ts'
import { linesOf, set, stateFolder, useTunerBoard } from './tuner-board.ts'
import { helper, openTuner } from './tuner-session.ts'

const cpu = '/sys/devices/system/cpu'
const policy0 = `${cpu}/cpufreq/policy0`
const policy1 = `${cpu}/cpufreq/policy1`
const governor = `${policy0}/scaling_governor`

describe.skipIf(skipped(sysfsLack()))('the tuner', () => {
  const here = useTunerBoard('bl2')
  const { begun, isBack, kill, once, state, tuner } = here

  describe.each(['busybox', 'bash', 'dash'])('under %s', (shell) => {
    beforeAll(() => here.board.exec(`ln -sf "$(command -v ${shell})" /bin/sh`))

    test('gives everything back at the end of a session, and leaves no journal', async () => {
      await here.board.sys.control('late 60')
      await here.board.sys.mark()
      const session = await begun('run', 30)
      await set(session, governor, 'userspace')
      await set(session, `${policy0}/scaling_min_freq`, 600_000)
      await set(session, `${policy0}/scaling_max_freq`, 1_200_000)
      await set(session, `${policy0}/scaling_min_freq`, 1_200_000)
      await set(session, `${policy1}/scaling_governor`, 'ondemand')
      await set(session, `${policy1}/ondemand/up_threshold`, 70)
      await set(session, `${cpu}/cpu1/online`, 0)
      const answer = await session.ask('status')
      expect(answer.slice(0, 2).map((line) => line.slice(0, 2))).toEqual([
        ['state', 'tuned'],
        ['lease', 'run'],
      ])
      expect(linesOf('change', answer)).toContainEqual([
        governor,
        'schedutil',
        'userspace',
        'userspace',
      ])
      await session.end()
      await until(isBack)
      expect(await state()).toBe('untouched')
      const opened = await here.board.sys.opened()
      expect(opened.filter(({ isPoison }) => isPoison)).toEqual([])
      expect(await here.board.exec(`ls ${stateFolder}`)).toBe('lock\nprogram\n')
    })

    test('gives everything back where one change is refused, and where one does not stick', async () => {
      const session = await begun('run', 30)
      await set(session, `${policy1}/scaling_governor`, 'powersave')
      expect(await session.ask('set', governor, 'warp')).toEqual([
        ['refused', 'write-failed', governor, 'warp', 'schedutil', 'Invalid argument'],
      ])
      expect(await isBack()).toBe(true)
      expect(await session.ask('set', governor, 'powersave')).toEqual([['refused', 'not-begun']])
      expect(await session.ask('begin', 'run', 30)).toEqual([['ok']])
      await set(session, `${policy1}/scaling_governor`, 'powersave')
      await here.board.sys.control(`ignore ${governor}`)
      const [[, why, path, , reads] = []] = await session.ask('set', governor, 'powersave')
      expect([why, path, reads]).toEqual(['did-not-stick', governor, 'schedutil'])
      expect(await isBack()).toBe(true)
      await here.board.sys.control(`mend ${governor}`)
    })

    test('35: a killed session is followed by its guardian, a killed guardian by its session', async () => {
      const session = await begun('run', 3)
      await set(session, governor, 'powersave')
      await kill('guardian')
      // A process that is killed may be there for a moment yet: the next heartbeat sees it.
      await until(async () => {
        expect(await session.ask('renew', 6)).toEqual([['ok']])
        return (await state()) === 'tuned'
      })
      await kill('session')
      expect(await state()).toBe('tuned')
      await until(isBack)
      await until(async () => (await state()) === 'untouched')
    })

    test('with session and guardian killed it is dirty, and says by which commands it gets clean', async () => {
      const session = await begun('until', 60)
      await set(session, governor, 'ondemand')
      await set(session, `${policy0}/ondemand/up_threshold`, 70)
      await set(session, `${policy1}/scaling_max_freq`, 1_200_000)
      await kill('session', 'guardian')
      const answer = await once('status')
      expect(answer[0]).toEqual(['state', 'dirty'])
      expect(await isBack()).toBe(false)
      await here.board.exec(['set -e', ...linesOf('command', answer).flat()].join('\n'))
      await until(isBack)
      expect(await state()).toBe('untouched')
    })
  })

  test('a journal that is left is given back before the next tuning takes its baseline', async () => {
    const session = await begun('until', 60)
    await set(session, governor, 'powersave')
    await kill('session', 'guardian')
    await here.board.exec(`printf 'set\\t${policy1}/scaling_gov' >>${stateFolder}/journal`)
    const next = await begun('run', 30)
    expect(await isBack()).toBe(true)
    await set(next, governor, 'performance')
    await next.end()
    expect(await isBack()).toBe(true)
  })

  test('34: what somebody else has set is reported, and left to him', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await set(session, `${policy1}/scaling_governor`, 'powersave')
    await here.board.sys.control(`write ${governor} conservative`)
    const answer = await session.ask('restore')
    expect(answer[0]).toEqual(['state', 'failed-restore'])
    expect(linesOf('failure', answer)).toEqual([[governor, 'schedutil', 'conservative', 'foreign']])
    const now = await here.board.sys.settings()
    expect([now[governor], now[`${policy1}/scaling_governor`]]).toEqual([
      'conservative',
      'schedutil',
    ])
    expect(await session.ask('begin', 'run', 30)).toEqual([['refused', 'leftover']])
    expect((await session.ask('forget'))[0]).toEqual(['state', 'untouched'])
    expect(await session.ask('begin', 'run', 30)).toEqual([['ok']])
  })

  test('11: a board that is throttled has no baseline, unless somebody takes it', async () => {
    await here.board.sys.control('throttle policy1 1200000')
    const session = await tuner()
    expect((await session.ask('begin', 'run', 30))[0]?.slice(0, 3)).toEqual([
      'refused',
      'taint',
      'cooling',
    ])
    expect(await session.ask('begin', 'run', 30, 'accept-taint')).toEqual([['ok']])
    expect(await session.ask('status')).toContainEqual(['tainted'])
  })

  test('a limit that heat hides is given back, and shows when the board is cool', async () => {
    const session = await begun('run', 30)
    await set(session, `${policy1}/scaling_max_freq`, 1_800_000)
    await here.board.sys.control('throttle policy1 1200000')
    expect((await session.ask('restore'))[0]).toEqual(['state', 'untouched'])
    await here.board.sys.control('throttle policy1 off')
    expect(await isBack()).toBe(true)
  })

  test('what will not go back is failed-restore, and a later try mends it', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await here.board.sys.control(`fail ${governor} EIO write`)
    await session.end()
    const answer = await once('status')
    expect(answer[0]).toEqual(['state', 'failed-restore'])
    expect(linesOf('failure', answer)).toEqual([[governor, 'schedutil', 'powersave', 'refused']])
    expect(linesOf('command', answer)).toEqual([[`echo schedutil > ${governor}`]])
    await here.board.sys.control(`mend ${governor}`)
    expect((await once('restore'))[0]).toEqual(['state', 'untouched'])
    expect(await isBack()).toBe(true)
  })

  test('until stays as long as it was asked for, can be made longer and shorter, and goes', async () => {
    const session = await begun('until', 600)
    await set(session, governor, 'powersave')
    expect(await session.ask('done')).toEqual([['ok']])
    await session.end()
    expect((await once('status'))[1]?.slice(0, 2)).toEqual(['lease', 'until'])
    const later = await tuner()
    expect(await later.ask('begin', 'until', 900)).toEqual([['ok']])
    await set(later, `${policy1}/scaling_governor`, 'powersave')
    expect(await later.ask('done')).toEqual([['ok']])
    expect(await later.ask('renew', 1)).toEqual([['ok']])
    await later.end()
    await until(isBack)
    await until(async () => (await state()) === 'untouched')
    expect(await (await tuner()).ask('renew', 5)).toEqual([['refused', 'not-tuned']])
  })

  test('kept stays without a guardian, until somebody gives it back or the board boots', async () => {
    const session = await begun('kept', 0)
    await set(session, governor, 'powersave')
    expect(await session.ask('done')).toEqual([['ok']])
    await session.end()
    await until(
      async () => (await here.board.exec('pgrep -f [-]-guardian || echo none')) === 'none\n',
    )
    expect((await once('status')).slice(0, 2)).toEqual([
      ['state', 'tuned'],
      ['lease', 'kept', '0'],
    ])
    expect((await once('restore'))[0]).toEqual(['state', 'untouched'])
    expect(await isBack()).toBe(true)
  })

  test('one session at a time; a person may give back in its midst, and it notices', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    const other = await tuner()
    expect(await other.ask('begin', 'run', 30)).toEqual([['refused', 'busy']])
    expect(await other.ask('forget')).toEqual([['refused', 'busy']])
    expect((await other.ask('restore'))[0]).toEqual(['state', 'untouched'])
    expect(await isBack()).toBe(true)
    expect(await session.ask('set', governor, 'powersave')).toEqual([['refused', 'not-begun']])
    expect(await session.ask('renew', 30)).toEqual([['refused', 'not-begun']])
  })

  test('a session that hangs does not hold up its guardian', async () => {
    const session = await begun('run', 2)
    await set(session, governor, 'powersave')
    await here.board.exec(`read -r pid _ <${stateFolder}/session; kill -STOP $pid`)
    await until(isBack)
    await here.board.exec('pkill -KILL -f [-]-session; pkill -KILL sudo')
  })

  test('a hang-up gives back also what was to stay', async () => {
    const session = await begun('until', 60)
    await set(session, governor, 'powersave')
    expect(await session.ask('done')).toEqual([['ok']])
    await here.board.exec(`read -r pid _ <${stateFolder}/session; kill -HUP $pid`)
    await until(isBack)
    expect(await state()).toBe('untouched')
  })

  test('35: after another boot nothing is replayed', async () => {
    const session = await begun('kept', 0)
    await set(session, governor, 'powersave')
    expect(await session.ask('done')).toEqual([['ok']])
    await session.end()
    await here.board.reboot()
    await here.board.sys.mark()
    expect(await state()).toBe('untouched')
    expect((await here.board.sys.written()).length).toBe(0)
    await begun('run', 30)
    expect(await isBack()).toBe(true)
  })

  test('with a full disk nothing is changed', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    await here.board.exec(
      'dd if=/dev/zero of=/filler bs=64k 2>/dev/null; cat /dev/zero >>/filler 2>/dev/null || true',
    )
    // What is left of the journal's last page still takes some lines.
    const refusal = await until(async () => {
      const [answer = []] = await session.ask('set', `${policy1}/scaling_governor`, 'powersave')
      return answer[0] === 'refused' && answer
    })
    expect(refusal).toEqual(['refused', 'journal'])
    expect(await isBack()).toBe(true)
    expect(await session.ask('begin', 'run', 30)).toEqual([['refused', 'no-state-folder']])
    await here.board.exec('rm /filler')
    expect(await session.ask('begin', 'run', 30)).toEqual([['ok']])
  })

  test('takes nothing from who calls it: no argument, no function, no path, no lock', async () => {
    await expect(openTuner(here.board, `sudo -n ${helper} --session`)).rejects.toThrow('password')
    const trap = `BASH_FUNC_printf%%='() { touch /tmp/taken; }' PATH=/home/edge:$PATH ENV=/home/edge/rc`
    await here.board.exec(`for name in cat sync rc; do printf '#!/bin/sh\\ntouch /tmp/taken' >/home/edge/$name; done
      chmod 755 /home/edge/*; printf 'begin\\trun\\t5\\n' | env ${trap} ${helper} >/dev/null; test ! -e /tmp/taken`)
    await expect(here.board.exec(`su edge -c 'flock -n ${stateFolder}/lock true'`)).rejects.toThrow(
      'denied',
    )
  })

  test('anybody may ask what stands, without root', async () => {
    const session = await begun('run', 30)
    await set(session, governor, 'powersave')
    const asEdge = await openTuner(here.board, helper)
    expect((await asEdge.ask('status'))[0]).toEqual(['state', 'tuned'])
    expect((await asEdge.ask('read', `${policy0}/cpuinfo_cur_freq`))[0]?.[0]).toBe('none')
    expect((await session.ask('read', `${policy0}/cpuinfo_cur_freq`))[0]?.[0]).toBe('value')
    expect(await session.ask('read', '/etc/shadow')).toEqual([
      ['refused', 'not-readable', '/etc/shadow'],
    ])
    expect((await asEdge.ask('begin', 'run', 5))[0]?.[0]).toBe('refused')
    await asEdge.end()
  })
})
