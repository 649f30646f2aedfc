// What every view's test does: a size, a scheme, a language, and axe.

import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'playwright/test'
import type { RunningApp } from './app.ts'

export async function resize(app: RunningApp, width: number, height: number): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0),
    [width, height],
  )
  // A screen may be a pixel or two smaller than what is asked for.
  await expect
    .poll(() => app.page.evaluate((w) => Math.abs(window.innerWidth - w), width))
    .toBeLessThan(4)
}

export async function visit(app: RunningApp, address: string): Promise<void> {
  await app.page.evaluate((to) => {
    window.location.hash = to
  }, address)
}

/** Nothing that axe finds, in light and in dark. Ends in light. */
export async function expectAccessible(app: RunningApp, what: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    // Electron gives no second page, which axe's usual mode asks for.
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
    expect(found, `${what}, ${colorScheme}`).toEqual([])
  }
}
