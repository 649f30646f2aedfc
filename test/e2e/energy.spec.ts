// Energy where a result is read: its figures, charts over clocks, power over time at a point; and a meter's record that is
// imported, laid beside the run and shifted by hand.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { answerFileDialogs, call, screenshot, withApp } from './app.ts'
import { writeHistory } from './history.ts'
import { expectAccessible, setSize, visit } from './looks.ts'
import { meteredEvents, meterRecord } from './metered-run.ts'

test.setTimeout(240_000)

test('energy is read beside speed, and a meter’s record is laid beside the run', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 900)
    const khz = [600_000, 1_000_000, 1_400_000, 1_800_000, 2_200_000]
    const plan = { frequenciesKhz: khz, batches: [1], threads: [4], repetitions: 3 }
    let events: ReturnType<typeof meteredEvents> = []
    const [run = ''] = writeHistory(dir, [
      {
        boardId: 'orin',
        boardName: 'Jetson Orin',
        createdMs: Date.now() - 3_600_000,
        medianNs: 1,
        plan,
        events: (whole, id) => {
          events = meteredEvents(whole, id)
          return events
        },
      },
    ])
    await visit(app, `/runs/${run}`)
    const headline = page.getByRole('region', { name: 'Headline' })
    await expect(headline).toContainText('input rail, the whole board')
    await expect(
      page.getByRole('heading', { name: /an inference takes the least energy/i }),
    ).toBeVisible()
    await expectAccessible(page, 'a result with energy')
    await screenshot(page, '80-energy-result')
    await page.getByRole('heading', { name: /takes the least energy/ }).scrollIntoViewIfNeeded()
    await screenshot(page, '81-energy-over-clocks')

    await visit(app, `/runs/${run}/points/2`)
    const table = page.getByRole('table', { name: 'Energy' })
    await expect(table.getByRole('row')).toHaveCount(2)
    await expect(
      page.getByText('Power was read for less than 60 s', { exact: false }),
    ).toBeVisible()
    await page.locator('canvas').first().scrollIntoViewIfNeeded()
    await page.waitForTimeout(400)
    await screenshot(page, '82-power-over-time')

    const path = join(dir, 'wall.csv')
    writeFileSync(path, meterRecord(events, 7.4e9))
    await answerFileDialogs(app, path)
    await visit(app, `/runs/${run}`)
    await page.getByRole('button', { name: 'Import a record…' }).click()
    const columns = page.getByRole('dialog')
    await expect(columns).toContainText('These columns are guessed')
    await expectAccessible(page, 'the columns of a meter')
    await columns.getByRole('button', { name: 'Lay it beside the run' }).click()
    const meter = page.getByRole('region', { name: 'Meter outside the board' })
    await expect(meter).toContainText('The record covers 15 of 15 measured processes')
    await expect(headline).toContainText('wall meter, the whole board')
    const kept = await call(page, 'meters.get', { run })
    expect(Math.abs((kept?.meter.offsetNs ?? 0) + 7.4e9)).toBeLessThanOrEqual(2e8)
    await meter.scrollIntoViewIfNeeded()
    await page.waitForTimeout(400)
    await screenshot(page, '83-meter')
    await expectAccessible(page, 'a meter beside its run')

    await meter.getByRole('textbox', { name: 'Its first reading at' }).fill('300')
    await meter.getByRole('button', { name: 'Use this shift' }).click()
    await expect(meter).toContainText('The shift was set by hand')
    await meter.getByRole('button', { name: 'Take it away' }).click()
    await expect(page.getByRole('button', { name: 'Import a record…' })).toBeVisible()
    await expect(headline).toContainText('input rail, the whole board')
  }))
