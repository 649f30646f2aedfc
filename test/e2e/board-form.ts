// Fills in the form of a board as a person would.

import type { Locator, Page } from 'playwright/test'

/** Opens the form and fills in name, host, port, user, and a key where one is given. */
export async function boardForm(page: Page, values: readonly string[]): Promise<Locator> {
  await page.getByRole('button', { name: 'Add a board' }).click()
  const form = page.getByRole('dialog', { name: 'Add a board' })
  const labels = ['Name', 'Host', 'Port', 'User', 'Private key'].slice(0, values.length)
  if (values.length === 5) await form.getByLabel('Login').selectOption('A private key')
  for (const [index, label] of labels.entries())
    await form.getByLabel(label).fill(values[index] ?? '')
  return form
}
