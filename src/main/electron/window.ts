// The one window: sandboxed, shown when it has something to show, and back where it was the last time.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { z } from 'zod'
import { pageUrl } from './security.ts'

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(800),
  height: z.int().min(600),
  maximized: z.boolean(),
})
type Bounds = z.infer<typeof boundsSchema>

export function createWindow(preloadPath: string): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const bounds = readBounds(file)
  const window = new BrowserWindow({
    ...(bounds ?? { width: 1280, height: 820 }),
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: 'Benchtop',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#f6f7f9',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  })
  if (bounds?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const kept: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(kept))
    } catch {
      // On a full disk the place is forgotten; the question whether to quit comes after this, and must come.
    }
  })
  void window.loadURL(pageUrl)
  return window
}

/** Where the window was, unless that place is on no screen any more. */
function readBounds(file: string): Bounds | null {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const visible = screen.getAllDisplays().some(({ workArea }) => {
      const insideX = bounds.x + bounds.width > workArea.x && bounds.x < workArea.x + workArea.width
      const insideY = bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height
      return insideX && insideY
    })
    return visible ? bounds : null
  } catch {
    return null
  }
}
