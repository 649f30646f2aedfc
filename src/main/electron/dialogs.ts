// The system's own file dialogs.

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
    title: 'Open an ONNX model',
    properties: ['openFile'],
    filters: [
      { name: 'ONNX models', extensions: ['onnx'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
}

export function chooseKey(window: BrowserWindow | null): Promise<string | null> {
  return chooseFile(window, {
    title: 'Choose a private key',
    defaultPath: join(homedir(), '.ssh'),
    properties: ['openFile', 'showHiddenFiles'],
  })
}
