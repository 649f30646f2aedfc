// The system's own file dialogs, which bring their own words: main has no language.

import { homedir } from 'node:os'
import { join } from 'node:path'
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

async function chooseFile(
  window: BrowserWindow | null,
  options: OpenDialogOptions,
): Promise<string | null> {
  const { filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options)
  return filePaths[0] ?? null
}

export function chooseModel(window: BrowserWindow | null): Promise<string | null> {
  return chooseFile(window, {
    properties: ['openFile'],
    filters: [
      { name: 'ONNX', extensions: ['onnx'] },
      { name: '*', extensions: ['*'] },
    ],
  })
}

export function chooseKey(window: BrowserWindow | null): Promise<string | null> {
  return chooseFile(window, {
    defaultPath: join(homedir(), '.ssh'),
    properties: ['openFile', 'showHiddenFiles'],
  })
}
