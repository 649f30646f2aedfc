// Starts the sweep of the form on a machine that is busy with the tests: what the look at the board finds is accepted.

import { expect, type Page } from 'playwright/test'

export async function startSweep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start sweep' }).click()
  const accept = page.getByRole('button', { name: 'Accept all and start' })
  const run = page.getByRole('heading', { level: 1, name: / on / })
  await expect(accept.or(run)).toBeVisible({ timeout: 60_000 })
  if (await accept.isVisible()) await accept.click()
  await expect(run).toBeVisible({ timeout: 60_000 })
}
