// How a view is looked at: at an address, in a size, in a language and a colour scheme; and what axe says of it.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { en, type Words } from '../../src/renderer/i18n/en.ts'
import { zhCN } from '../../src/renderer/i18n/zh-CN.ts'
import type { Language } from '../../src/shared/ipc.ts'
import { type RunningApp, screenshot } from './app.ts'

const languages: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN }
const schemes = ['light', 'dark'] as const

export async function setSize(
  { electron, page }: RunningApp,
  width: number,
  height: number,
): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  // A screen may be a pixel or two smaller than what is asked for.
  await expect
    .poll(() => page.evaluate((w) => Math.abs(window.innerWidth - w), width))
    .toBeLessThan(4)
}

export async function visit({ page }: RunningApp, address: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

export async function setScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
}

export async function expectAccessible(page: Page, what: string): Promise<void> {
  // An open menu is drawn over the page, outside its landmarks, and belongs to its button.
  const apart = (await page.getByRole('menu').count()) > 0 ? ['region'] : []
  // Electron gives no second page, which axe's usual mode asks for.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .disableRules(apart)
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  expect.soft(found, what).toEqual([])
}

/** A view or a dialog, and how a person comes to it in the words of the language. */
export interface Sight {
  readonly name: string
  readonly show: (words: Words) => Promise<void>
  /** Clears what would stand in the way of the next one. */
  readonly leave?: (words: Words) => Promise<void>
}

/** Shows every sight in both languages, light and dark: a picture and axe each. Ends in English and light. */
export async function inEveryLook(app: RunningApp, sights: readonly Sight[]): Promise<void> {
  const { page } = app
  for (const language of ['zh-CN', 'en'] as const) {
    const words = languages[language]
    await page.evaluate(
      (chosen) => window.benchtop.call('settings.set', { language: chosen }),
      language,
    )
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    for (const { name, show, leave } of sights) {
      await show(words)
      for (const colorScheme of schemes.toReversed()) {
        await setScheme(page, colorScheme)
        const look = `${name}-${language}-${colorScheme}`
        // A chart takes the size of its frame a moment after it stands there.
        if ((await page.locator('canvas').count()) > 0) await page.waitForTimeout(400)
        await screenshot(page, look)
        await expectAccessible(page, look)
      }
      await leave?.(words)
    }
  }
}
