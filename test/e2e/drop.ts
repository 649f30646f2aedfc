// Drags real files over the window and drops them, as the system's file manager does: the page learns their paths.

import type { Page } from 'playwright/test'

export async function dropFiles(
  page: Page,
  paths: readonly string[],
  whileOver: () => Promise<void> = async () => {},
  place: { readonly x: number; readonly y: number } = { x: 500, y: 300 },
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place, data })
  await whileOver()
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...place, data })
  await session.detach()
}
