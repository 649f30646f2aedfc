// Every first view, light and dark, as axe sees it: names for screen readers, contrast, structure.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'playwright/test'
import { newDataDir, startApp } from './app.ts'

const views = ['Boards', 'Sweep', 'Results', 'Models', 'Compare', 'References']

test('no view has a fault that axe can find, in light and in dark', async () => {
  const data = newDataDir()
  const app = await startApp(data.path)
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(app.page.locator('html')).toHaveAttribute(
        'data-mantine-color-scheme',
        colorScheme,
      )
      for (const view of views) {
        await app.page.getByRole('link', { name: view, exact: true }).click()
        await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
        // Electron gives no second page, which axe's usual mode asks for.
        const { violations } = await new AxeBuilder({ page: app.page })
          .setLegacyMode(true)
          .analyze()
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
        expect(found, `${view}, ${colorScheme}`).toEqual([])
      }
    }
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
