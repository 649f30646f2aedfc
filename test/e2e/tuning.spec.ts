// A board tuned from the window, over SSH, by a login that is not root: what it is set to, what would be written, what
// is owed and given back. The board's /sys is a model of a kernel's.

import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page, test } from 'playwright/test'
import type { Words } from '../../src/renderer/i18n/en.ts'
import { sysfsLack } from '../boards/lack.ts'
import {
  type NamespaceBoard,
  type NamespaceBoardOptions,
  startNamespaceBoard,
} from '../boards/namespace-board.ts'
import { edgePassword } from '../boards/sudo-grant.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'
import { answerFileDialogs, call, type RunningApp, screenshot, withApp } from './app.ts'
import { clockEvents, clockPlan } from './clock-run.ts'
import { writeBoards, writeHistory } from './history.ts'
import { inEveryLook, setSize, visit } from './looks.ts'
import { startSweep } from './start-sweep.ts'

test.setTimeout(400_000)

const cpufreq = '/sys/devices/system/cpu/cpufreq'

async function withBoard(
  options: Omit<NamespaceBoardOptions, 'diskMiB'>,
  use: (app: RunningApp, board: NamespaceBoard, id: string, dir: string) => Promise<void>,
): Promise<void> {
  const lack = sysfsLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startNamespaceBoard({ diskMiB: 400, ...options })
  try {
    await withApp(async (app, dir) => {
      await setSize(app, 1280, 900)
      const { host, port, user, keyPath } = board
      const added = await call(app.page, 'boards.add', {
        name: 'Bench 7',
        address: { host, port, user, login: { kind: 'key', path: keyPath }, via: [] },
      })
      const id = added.board.id
      const asked = await call(app.page, 'boards.connect', { board: id })
      if (asked.connection.kind === 'fault') {
        const { fingerprint } = asked.connection.fault.params
        await call(app.page, 'boards.trust', { board: id, fingerprint: String(fingerprint) })
        await call(app.page, 'boards.connect', { board: id })
      }
      await use(app, board, id, dir)
    })
  } finally {
    await board.stop()
  }
}

const panel = (page: Page) => page.getByRole('region', { name: /What the board owes/ })
const preview = (page: Page): Locator => page.getByRole('region', { name: 'What will be written' })
const policy = (page: Page, name: string): Locator =>
  page.getByRole('region').filter({ hasText: name })

test('a board is seen, tuned with the helper, and given back what it had', () =>
  withBoard({ sysfs: { layout: 'rk3588' }, sudo: 'password' }, async (app, board, id) => {
    const { page } = app
    const before = await board.sys.settings()
    await visit(app, `/tune/${id}`)
    await expect(page.getByText('Nothing on this board is changed')).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByRole('heading', { name: 'Cortex-A76' })).toHaveCount(2)
    await inEveryLook(app, [
      {
        name: 'tuning',
        show: async (words) => {
          await visit(app, `/tune/${id}`)
          await expect(page.getByText(words.tune.untouched)).toBeVisible({ timeout: 60_000 })
        },
      },
    ])

    // What is put on the board stands there word for word; sudo's password is asked for in a dialog.
    await page.getByRole('button', { name: 'Install the helper…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Install the helper on the board?' })
    await expect(dialog).toContainText('/etc/sudoers.d/zz-benchtop-edge')
    await expect(dialog).toContainText(
      'edge ALL=(root) NOPASSWD: /usr/local/libexec/benchtop-tune ""',
    )
    await expect(dialog).toContainText('#!/bin/sh')
    await screenshot(page, 'tuning-helper')
    await dialog.getByRole('button', { name: 'Install these two files' }).click()
    await page.getByLabel('Password', { exact: true }).fill(edgePassword)
    await screenshot(page, 'tuning-password')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText('Written by the helper')).toBeVisible({ timeout: 30_000 })
    expect(await board.exec('cat /etc/sudoers.d/zz-benchtop-edge')).toContain('NOPASSWD')

    // A preset fills the form; nothing is written before a person says so.
    await page.getByRole('button', { name: 'Reproducible' }).click()
    await expect(preview(page)).toContainText('scaling_max_freq')
    expect(await board.sys.settings()).toEqual(before)
    await inEveryLook(app, [
      {
        name: 'tuning-preview',
        show: async (words) => {
          await visit(app, `/tune/${id}`)
          await page.getByRole('button', { name: words.tune.preset.reproducible }).click()
          await expect(page.getByRole('region', { name: words.tune.preview })).toBeVisible()
        },
      },
    ])
    await preview(page)
      .getByRole('button', { name: /^Write \d+ values on Bench 7$/ })
      .click()
    await expect(panel(page)).toContainText('values are changed, for', { timeout: 30_000 })
    const tuned = await board.sys.settings()
    expect(tuned[`${cpufreq}/policy4/scaling_governor`]).toBe('performance')
    expect(tuned[`${cpufreq}/policy4/scaling_max_freq`]).toBe(
      tuned[`${cpufreq}/policy4/scaling_min_freq`],
    )
    await panel(page)
      .getByText(/values? in full/)
      .click()
    await expect(panel(page).getByRole('table')).toContainText('scaling_governor')
    await screenshot(page, 'tuning-applied')

    await panel(page).getByRole('button', { name: 'Other time…' }).click()
    await page.getByRole('menuitem', { name: '1 hour from now' }).click()
    await expect(panel(page)).toContainText(/(59:\d\d|1:00:00) more/)

    await inEveryLook(app, [
      {
        name: 'boards-tuned',
        show: async (words) => {
          await visit(app, '/')
          const card = page.getByRole('article', { name: 'Bench 7' })
          const said = words.tune.badge.tunedFor.split(/[,，]/)[0] ?? ''
          await expect(card.getByText(said)).toBeVisible({ timeout: 30_000 })
        },
      },
    ])
    await visit(app, `/tune/${id}`)
    await panel(page).getByRole('button', { name: 'Give back now' }).click()
    await expect(page.getByText('Nothing on this board is changed')).toBeVisible({
      timeout: 30_000,
    })
    expect(await board.sys.settings()).toEqual(before)

    await page.getByRole('button', { name: 'Helper…' }).click()
    await page.getByRole('button', { name: 'Remove both files' }).click()
    await page.getByLabel('Password', { exact: true }).fill(edgePassword)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('button', { name: 'Install the helper…' })).toBeVisible({
      timeout: 30_000,
    })
    expect(await board.exec('ls /etc/sudoers.d /usr/local/libexec')).not.toContain('benchtop')
  }))

test('what could not be given back is unmistakable, with every way out', () =>
  withBoard({ sysfs: { layout: 'bl2' }, sudo: 'all' }, async (app, board, id) => {
    const { page } = app
    await visit(app, `/tune/${id}`)
    await page.getByRole('button', { name: 'Performance' }).click({ timeout: 60_000 })
    await preview(page)
      .getByRole('button', { name: /^Write/ })
      .click()
    await expect(panel(page)).toContainText('changed, for', { timeout: 30_000 })
    const governor = `${cpufreq}/policy1/scaling_governor`
    await board.sys.control(`fail ${governor} EIO write`)
    await panel(page).getByRole('button', { name: 'Give back now' }).click()
    await expect(page.getByRole('alert')).toContainText('could not be given back', {
      timeout: 30_000,
    })
    await inEveryLook(app, [
      {
        name: 'tuning-failed',
        show: async (words) => {
          await visit(app, `/tune/${id}`)
          await expect(page.getByRole('button', { name: words.tune.copyCommands })).toBeVisible({
            timeout: 30_000,
          })
        },
      },
    ])
    await board.sys.control(`mend ${governor}`)
    await page.getByRole('button', { name: 'Try again to give back' }).click()
    await expect(page.getByText('Nothing on this board is changed')).toBeVisible({
      timeout: 30_000,
    })
  }))

test('a tuning is kept as a profile, renamed, removed, and the removal undone', () =>
  withBoard({ sysfs: { layout: 'bl2' }, sudo: 'all' }, async (app, board, id, dir) => {
    const { page } = app
    await visit(app, `/tune/${id}`)
    const card = policy(page, 'policy1')
    await card.getByLabel('Governor').selectOption('powersave', { timeout: 60_000 })
    await card.getByText('Fixed', { exact: true }).click()
    await expect(preview(page)).toContainText('policy1/scaling_governor')
    for (const [item, file] of [
      ['Save as a shell script…', 'keep.sh'],
      ['Save as a systemd unit…', 'keep.service'],
    ] as const) {
      await answerFileDialogs(app, `${dir}/${file}`)
      await page.getByRole('button', { name: 'Profiles' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await expect(page.getByText(`${dir}/${file}`)).toBeVisible()
      expect(readFileSync(`${dir}/${file}`, 'utf8')).toContain('policy1/scaling_governor')
    }
    await page.getByRole('button', { name: 'Profiles' }).click()
    await page.getByRole('menuitem', { name: 'Keep this as a profile…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Quiet')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(preview(page)).toHaveCount(0)

    await page.getByRole('button', { name: 'Profiles' }).click()
    await page.getByRole('menuitem', { name: 'Quiet' }).click()
    await expect(preview(page)).toContainText('policy1/scaling_governor')

    await page.getByRole('button', { name: 'Profiles' }).click()
    await page.getByRole('menuitem', { name: 'Manage profiles…' }).click()
    await page.getByLabel('Name of Quiet').fill('Quieter')
    await page.getByRole('button', { name: 'Rename' }).click()
    await screenshot(page, 'tuning-profiles')
    await page.getByRole('button', { name: 'Remove Quieter' }).click()
    await expect(page.getByText('No profile is kept yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Write on boards…' }).click()
    await page.getByRole('checkbox', { name: 'Bench 7' }).check()
    const write = page.getByRole('button', { name: /^Write \d+ values? on 1 board$/ })
    await expect(write).toBeEnabled({ timeout: 30_000 })
    await page.getByText(/^Writes \d+ values?/).click()
    await screenshot(page, 'tuning-several')
    await write.click()
    await expect(page.getByText('Written and verified.')).toBeVisible({ timeout: 30_000 })
    const settings = await board.sys.settings()
    expect(settings[`${cpufreq}/policy1/scaling_governor`]).toBe('powersave')
  }))

test('a board that this login may not write is shown whole, and nothing pretends', () =>
  withBoard({ sysfs: { layout: 'bl2' }, sudo: 'absent' }, async (app, board, id, dir) => {
    const { page } = app
    const before = await board.sys.settings()
    await visit(app, `/tune/${id}`)
    await page.getByRole('button', { name: 'Performance' }).click({ timeout: 60_000 })
    await expect(preview(page)).toContainText('This login may not write it')
    await expect(preview(page).getByRole('button', { name: /^Write/ })).toBeDisabled()
    await screenshot(page, 'tuning-read-only')

    const model = `${dir}/tiny.onnx`
    writeModel(model, perceptron())
    await call(page, 'models.add', { path: model })
    await visit(app, `/sweep?board=${id}`)
    await page.getByRole('button', { name: 'Governor shoot-out' }).click({ timeout: 60_000 })
    await expect(page.getByText('there is no sudo by which it could')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Start sweep' })).toBeDisabled()
    await screenshot(page, 'tuning-sweep-read-only')
    await page.getByRole('link', { name: 'Look at its tuning' }).click()
    await expect(page.getByRole('heading', { name: 'Tuning', level: 1 })).toBeVisible()
    expect(await board.sys.settings()).toEqual(before)
  }))

test('a sweep over governors and frequencies measures, shows what was seen, and gives back', () =>
  withBoard({ sysfs: { layout: 'bl2' }, sudo: 'all' }, async (app, board, id, dir) => {
    const { page } = app
    const before = await board.sys.settings()
    const model = `${dir}/tiny.onnx`
    writeModel(model, perceptron())
    const { sha256 } = await call(page, 'models.add', { path: model })
    const show = async (words: Words) => {
      await visit(app, `/sweep?board=${id}&model=${sha256}`)
      await page.getByRole('button', { name: words.sweep.preset.quickLook }).click()
      const choose = async (axis: string, chips: readonly string[]) => {
        const chip = page.getByRole('group', { name: axis, exact: true })
        for (const name of [...chips, words.sweep.asFound])
          await chip.getByText(name, { exact: true }).click({ timeout: 60_000 })
      }
      await choose(words.sweep.governors, ['performance', 'powersave'])
      await choose(words.sweep.frequencies, ['408 MHz', '1.80 GHz'])
      await page.getByText(words.sweep.clocksWhat).scrollIntoViewIfNeeded()
    }
    await inEveryLook(app, [{ name: 'tuning-sweep', show }])
    await expect(page.getByText('The clocks are set 4 times')).toBeVisible()
    await startSweep(page)
    await expect(page.getByText(/block \d of 4/)).toBeVisible({ timeout: 120_000 })
    await screenshot(page, 'tuning-run')
    await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({
      timeout: 240_000,
    })
    await expect(page.getByRole('columnheader', { name: 'Clock seen' })).toBeVisible()
    await inEveryLook(app, [
      {
        name: 'tuning-result',
        show: async (words) => {
          await expect(page.getByRole('button', { name: words.run.again })).toBeVisible()
        },
      },
    ])
    expect(await board.sys.settings()).toEqual(before)
  }))

test('a sweep over frequencies shows its knee, and says what was not given back', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 900)
    writeBoards(dir)
    const run = { boardId: 'rk3588', boardName: 'Radxa Rock 5B', medianNs: 40e6, plan: clockPlan }
    const [whole, owed] = writeHistory(dir, [
      { ...run, createdMs: Date.now() - 7_200_000, events: clockEvents(true) },
      { ...run, createdMs: Date.now() - 3_600_000, events: clockEvents(false) },
    ])
    await page.reload()
    await inEveryLook(app, [
      {
        name: 'tuning-knee',
        show: async (words) => {
          await visit(app, `/runs/${whole}`)
          await expect(page.getByRole('button', { name: words.run.again })).toBeVisible()
          await expect(page.getByText(words.chart.kneeWhat).first()).toBeVisible()
        },
      },
      {
        name: 'tuning-not-given-back',
        show: async (words) => {
          await visit(app, `/runs/${owed}`)
          await expect(page.getByText(words.run.clocks.owed)).toBeVisible()
        },
      },
    ])
    await expect(page.getByText('echo ondemand | sudo tee').first()).toBeVisible()
    // One line alone has its knee in the title.
    await visit(app, `/runs/${whole}?x=frequency&series=&at.governor=performance`)
    await expect(
      page
        .getByRole('heading', { name: /The knee is at 1.20 GHz: \d+ % of the best speed/ })
        .first(),
    ).toBeVisible()
    await screenshot(page, 'tuning-knee-of-one')
    await visit(app, `/runs/${owed}`)
    await page.getByRole('link', { name: 'Look at its tuning' }).click()
    await expect(page.getByRole('heading', { name: 'Tuning', level: 1 })).toBeVisible()
  }))
