// The ways to root that a login may have, least first: the helper, sudo, sudo with a password, none (quirk 36 of BOARDS,
// section 7). One board, whose grants change.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runAsRoot, sentProgram } from '../../src/agent/tune/as-root.ts'
import { skipped, sysfsLack } from './lack.ts'
import { edgePassword, grantSudo, type SudoGrant } from './sudo-grant.ts'
import { TuningDesk } from './tuning-desk.ts'

const helper = '/usr/local/libexec/benchtop-tune'
const sudoers = '/etc/sudoers.d'
const governor = '/sys/devices/system/cpu/cpufreq/policy0/scaling_governor'
const changes = [{ path: governor, value: 'powersave' }]

describe.skipIf(skipped(sysfsLack()))('a way to root', () => {
  let tuning: TuningDesk
  let before: Readonly<Record<string, string>>

  beforeAll(async () => {
    tuning = await TuningDesk.start('bl2', 'all')
    before = await tuning.board.sys.settings()
  })
  afterAll(() => tuning?.stop())
  beforeEach(() => tuning.board.exec(`rm -f ${sudoers}/* ${helper}`))

  const grant = (to: SudoGrant) => grantSudo((command) => tuning.board.exec(command), to)
  const tunesAndRestores = async (password?: string) => {
    expect(await tuning.apply(changes, { password })).toMatchObject({ state: 'tuned' })
    expect(await tuning.board.sys.settings()).toMatchObject({ [governor]: 'powersave' })
    expect(await tuning.restore(password)).toEqual({ state: 'untouched' })
    expect(await tuning.board.sys.settings()).toEqual(before)
  }

  test('by sudo without a password', async () => {
    await grant('all')
    expect(await tuning.inspect()).toMatchObject({ route: 'sudo', helper: { version: null } })
    await tunesAndRestores()
  })

  test('36: by sudo with a password, which is asked for, and of which nothing stays on the board', async () => {
    await grant('password')
    expect((await tuning.inspect()).route).toBe('password')
    await expect(tuning.apply(changes)).rejects.toMatchObject({
      fault: { code: 'tuning-needs-password' },
    })
    await expect(tuning.apply(changes, { password: 'wrong' })).rejects.toMatchObject({
      fault: { code: 'tuning-password-wrong' },
    })
    expect(await tuning.board.sys.settings()).toEqual(before)
    await tunesAndRestores(edgePassword)
    const where = '/home /var /tmp /run /etc/sudoers.d /usr/local'
    expect(await tuning.board.exec(`grep -rlF '${edgePassword}' ${where} || echo nowhere`)).toBe(
      'nowhere\n',
    )
  })

  test('by the helper, once it is installed: root’s own, and the only thing that sudo then allows', async () => {
    await grant('password')
    const report = await tuning.install(edgePassword)
    expect(report).toMatchObject({ route: 'helper', helper: { isCurrent: true } })
    expect(await tuning.board.exec(`stat -c '%U %G %a' ${helper}`)).toBe('root root 755\n')
    await tuning.board.exec(`rm -f ${sudoers}/edge`)
    const free = await tuning.board.exec(`su edge -c 'sudo -n -l' | grep NOPASSWD`)
    expect(free.trim()).toBe(`(root) NOPASSWD: ${helper} ""`)
    await tunesAndRestores()
    expect(
      await tuning.board.exec(`su edge -c 'sudo -n ${helper} --guardian' 2>&1 || true`),
    ).toMatch(/password is required/)
  })

  test('goes with the helper when that is removed', async () => {
    await grant('all')
    await tuning.install()
    const report = await tuning.remove()
    expect(report).toMatchObject({ route: 'sudo', helper: { version: null } })
    expect(await tuning.board.exec(`ls ${helper} ${sudoers} 2>&1 || true`)).toMatch(/No such file/)
    expect(await tuning.board.exec(`ls ${sudoers}`)).toBe('edge\n')
  })

  test('a helper that somebody else could have written is none', async () => {
    await grant('all')
    await tuning.install()
    await tuning.board.exec(`rm ${sudoers}/edge; chmod 0777 ${helper}`)
    expect((await tuning.inspect()).route).not.toBe('helper')
  })

  test('none where sudo knows nobody, and none without a sudo', async () => {
    for (const to of ['nothing', 'absent'] as const) {
      await grant(to)
      expect((await tuning.inspect()).policies).toHaveLength(2)
      await expect(tuning.apply(changes)).rejects.toMatchObject({ fault: { stage: 'tune' } })
    }
    expect((await tuning.inspect()).route).toBe('none')
    expect(await tuning.board.sys.settings()).toEqual(before)
  })

  test('what root makes everybody may read, whatever the mask of the login', async () => {
    const folder = '/var/lib/benchtop-tune'
    await tuning.board.exec(
      `rm -rf ${folder}; umask 077; cat >/tmp/as-root <<'SCRIPT'\n${runAsRoot}SCRIPT\nsh /tmp/as-root <<'TEXT'\n${sentProgram}TEXT`,
    )
    expect(await tuning.board.exec(`stat -c %a ${folder} ${folder}/program`)).toBe('755\n755\n')
  })

  test('directly, where the files may be written', async () => {
    const files = 'scaling_governor scaling_min_freq scaling_max_freq'
    const folder = '/sys/devices/system/cpu/cpufreq'
    await tuning.board.exec(
      `for p in policy0 policy1; do for f in ${files}; do chmod 0666 ${folder}/$p/$f; done; done`,
    )
    expect((await tuning.inspect()).route).toBe('direct')
    await tunesAndRestores()
  })
})
