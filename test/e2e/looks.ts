// The looks in which every view has to hold: both languages, light and dark, large and small; and axe on each.

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import type { RunningApp } from './app.ts'

const languages = { en: 'English', 'zh-CN': '简体中文' } as const

export async function setLanguage(page: Page, language: keyof typeof languages): Promise<void> {
  await page.getByRole('button', { name: /^(Language|语言)$/ }).click()
  await page.getByRole('menuitem', { name: languages[language] }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Shows the view in each language and colour scheme; ends in English and light. */
export async function inEveryLook(
  { page }: RunningApp,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const language of ['zh-CN', 'en'] as const) {
    await setLanguage(page, language)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
      await look(`${language}-${colorScheme}`)
    }
  }
}

export async function expectAccessible(page: Page): Promise<void> {
  // Electron gives no second page, which axe's usual mode asks for.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
}

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
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
}
