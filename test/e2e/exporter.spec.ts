// The switch for Prometheus: off until a person wants it, on loopback until a person says otherwise, and what it serves.

import { expect, test } from 'playwright/test'
import { withApp } from './app.ts'
import { inEveryLook, visit } from './looks.ts'

test('boards are served to Prometheus by a switch, and another address is warned of', () =>
  withApp(async (app) => {
    const { page } = app
    const close = async () => {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await inEveryLook(app, [
      {
        name: 'exporter',
        show: async (words) => {
          await visit(app, '/')
          await page.getByRole('button', { name: words.exporter.title }).click()
          const form = page.getByRole('dialog')
          await expect(form.getByRole('switch')).not.toBeChecked()
          await form.getByLabel(words.exporter.address).fill('0.0.0.0')
          await expect(form.getByRole('alert')).toContainText('0.0.0.0')
        },
        leave: close,
      },
    ])
    await visit(app, '/')
    await page.getByRole('button', { name: 'Export to Prometheus' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Port').fill('70000')
    await expect(form.getByRole('switch')).toBeDisabled()
    await form.getByLabel('Port').fill('19877')
    await form.getByRole('switch').click({ force: true })
    await expect(form.getByText('http://127.0.0.1:19877/metrics')).toBeVisible()
    const served = async () => (await fetch('http://127.0.0.1:19877/metrics')).text()
    await expect
      .poll(served, { timeout: 20_000 })
      .toMatch(/^benchtop_cpu_load_ratio\{board="[^"]+"\} 0?\.?\d/m)
    await form.getByRole('switch').click({ force: true })
    await expect(form.getByText('http://127.0.0.1:19877/metrics')).toHaveCount(0)
    await expect(served()).rejects.toThrow()
  }))
