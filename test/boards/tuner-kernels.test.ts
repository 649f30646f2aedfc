// benchtop-tune on boards of many kinds: whatever is set there, in whatever order, it all comes back, with a journal as
// with a Jetson's modes of power, which outlive a boot. The numbers are those of BOARDS.md, section 7.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { until } from '../core/bench.ts'
import type { SysfsLayout } from './board-sysfs.ts'
import { skipped, sysfsLack } from './lack.ts'
import { linesOf, set, useTunerBoard } from './tuner-board.ts'
import { helper } from './tuner-session.ts'

const layouts: readonly SysfsLayout[] = [
  'bl2-old',
  'rk3588',
  'rk3568-old',
  'orin',
  'intel-pstate',
  'acpi-boost',
  'amd',
]
const cpu = '/sys/devices/system/cpu'

/** Takes CPU 1 away in its mode 1, and wants a reboot for its mode 2. */
const nvpmodel = `#!/bin/sh
now=$(cat /var/lib/nvpmodel)
case $1 in
  -q) printf 'NV Power Mode: MODE_%s\\n%s\\n' "$now" "$now" ;;
  -m)
    if [ "$2" = 2 ]; then
      printf 'NVPM WARN: Reboot required. DO YOU WANT TO REBOOT NOW? enter YES/yes to confirm:\\n'
      read -r answer
      case $answer in [Yy]*) echo "$2" >/var/lib/nvpmodel; reboot ;; esac
      exit 0
    fi
    echo "$2" >/var/lib/nvpmodel
    echo "$((1 - $2))" >${cpu}/cpu1/online ;;
esac
`

describe.skipIf(skipped(sysfsLack()))('the tuner', () => {
  const here = useTunerBoard('bl2')
  const { begun, isBack, once, state } = here

  /** Values that could be meant for a file, by what its neighbours offer. */
  const valuesFor = async (path: string): Promise<readonly string[]> => {
    const folder = path.slice(0, path.lastIndexOf('/'))
    const listed = async (name: string) =>
      String(await here.board.sys.control(`read ${folder}/${name}`).catch(() => ''))
        .split(' ')
        .filter((word) => word !== '')
    if (path.endsWith('/scaling_governor')) return listed('scaling_available_governors')
    if (path.endsWith('/governor')) return listed('available_governors')
    if (path.endsWith('_preference')) return listed('energy_performance_available_preferences')
    if (/(online|boost|no_turbo)$/.test(path)) return ['0', '1']
    if (/devfreq.*(min|max)_freq$/.test(path)) return listed('available_frequencies')
    if (/scaling_(min_freq|max_freq|setspeed)$/.test(path))
      return [
        ...(await listed('scaling_available_frequencies')),
        ...(await listed('cpuinfo_min_freq')),
        ...(await listed('cpuinfo_max_freq')),
      ]
    return /\/(ondemand|conservative|schedutil|interactive)\//.test(path) ? ['1', '5', '90'] : []
  }

  const drawn = fc.array(fc.record({ file: fc.nat(999), value: fc.nat(999) }), {
    minLength: 4,
    maxLength: 12,
  })

  test.each(layouts)('gives back whatever was set on %s', async (layout) => {
    await here.board.sys.control(`boot ${layout}`)
    const before = await here.board.sys.settings()
    const files = Object.keys(before)
    await fc.assert(
      fc.asyncProperty(drawn, async (draws) => {
        const lines: string[] = []
        for (const { file, value } of draws) {
          const path = files[file % files.length] ?? ''
          const values = await valuesFor(path)
          const wanted = values[value % values.length]
          // What is refused gives everything back, and the next one begins anew.
          if (wanted !== undefined) lines.push('begin\\trun\\t60', `set\\t${path}\\t${wanted}`)
        }
        const said = await here.board.exec(`printf '${lines.join('\\n')}\\n' | ${helper}`)
        expect(said).not.toMatch(/leftover|guardian|journal|not-begun/)
        await until(async () => {
          const now = await here.board.sys.settings()
          return files.every((path) => before[path] === now[path])
        }, 10_000)
        expect(await state()).toBe('untouched')
      }),
      { numRuns: 3 },
    )
  })

  test('a tunable that is called boost goes with its governor, and comes back with it', async () => {
    await here.board.sys.control('boot rk3568-old')
    const boost = Object.keys(await here.board.sys.settings()).find((path) =>
      path.endsWith('/interactive/boost'),
    )
    await here.board.sys.control(`write ${boost} 1`)
    const before = await here.board.sys.settings()
    const session = await begun('run', 60)
    await set(session, `${cpu}/cpufreq/policy0/scaling_governor`, 'performance')
    expect(await here.board.sys.settings()).not.toHaveProperty([String(boost)])
    await session.end()
    await until(async () => (await state()) === 'untouched')
    expect(await here.board.sys.settings()).toEqual(before)
    expect(before).toMatchObject({ [String(boost)]: '1' })
  })

  test('29: a mode of power is given back, and one that wants a reboot is refused', async () => {
    await here.board.exec(
      `echo 0 >/var/lib/nvpmodel; cat >/usr/sbin/nvpmodel <<'END'\n${nvpmodel}END\nchmod 755 /usr/sbin/nvpmodel`,
    )
    const session = await begun('run', 60)
    await set(session, `${cpu}/cpufreq/policy1/scaling_max_freq`, 1_200_000)
    await set(session, 'nvpmodel', 1)
    expect(await here.board.exec(`cat ${cpu}/cpu1/online`)).toBe('0\n')
    await session.end()
    await until(isBack)
    expect(await here.board.exec('nvpmodel -q')).toBe('NV Power Mode: MODE_0\n0\n')

    const next = await begun('kept', 0)
    expect(await next.ask('set', 'nvpmodel', 2)).toEqual([
      ['refused', 'write-failed', 'nvpmodel', '2', '0', 'reboot'],
    ])
    expect(await next.ask('begin', 'kept', 0)).toEqual([['ok']])
    await set(next, 'nvpmodel', 1)
    expect(await next.ask('done')).toEqual([['ok']])
    await next.end()
    await here.board.reboot()
    const answer = await once('status')
    expect(answer[0]).toEqual(['state', 'dirty'])
    expect(linesOf('command', answer)).toEqual([['nvpmodel -m 0']])
    expect((await once('restore'))[0]).toEqual(['state', 'untouched'])
    expect(await here.board.exec('nvpmodel -q')).toBe('NV Power Mode: MODE_0\n0\n')
    await here.board.exec('rm /usr/sbin/nvpmodel')
  })
})
