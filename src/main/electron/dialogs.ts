// The system's own dialogs. Those for files bring their own words; main has no language but that of the faults.

import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  dialog,
  type FileFilter,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron'
import { type Fault, faultLines } from '../../shared/fault.ts'
import type { ReportFormat } from '../../shared/report.ts'
import { type TuningExportFormat, tuningExportExtensions } from '../../shared/tuning-export.ts'

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

/** A file, or a folder of them: on most systems no dialog takes both. */
export function chooseInput(window: BrowserWindow | null, folder: boolean): Promise<string | null> {
  if (folder) return chooseFile(window, { properties: ['openDirectory'] })
  return chooseFile(window, {
    properties: ['openFile'],
    filters: [
      { name: 'NumPy, PNG, JPEG, WebP', extensions: ['npy', 'npz', 'png', 'jpg', 'jpeg', 'webp'] },
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

export function chooseReport(
  window: BrowserWindow | null,
  name: string,
  format: ReportFormat,
): Promise<string | null> {
  return chooseTarget(window, name, { name: format.toUpperCase(), extensions: [format] })
}

export function chooseTuning(
  window: BrowserWindow | null,
  name: string,
  format: TuningExportFormat,
): Promise<string | null> {
  const extension = tuningExportExtensions[format]
  return chooseTarget(window, name, { name: extension, extensions: [extension] })
}

const meterFiles = { name: 'CSV', extensions: ['csv', 'tsv', 'txt'] }

export function chooseMeter(window: BrowserWindow | null): Promise<string | null> {
  return chooseFile(window, { properties: ['openFile'], filters: [meterFiles] })
}

const planFiles = { name: 'YAML', extensions: ['yaml', 'yml'] }

export function choosePlan(window: BrowserWindow | null): Promise<string | null> {
  return chooseFile(window, { properties: ['openFile'], filters: [planFiles] })
}

export function choosePlanTarget(
  window: BrowserWindow | null,
  name: string,
): Promise<string | null> {
  return chooseTarget(window, name, planFiles)
}

/** Where to write a file of this kind; `name` is an offer, without an extension. */
async function chooseTarget(
  window: BrowserWindow | null,
  name: string,
  kind: FileFilter,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('documents'), `${fileStem(name)}.${kind.extensions[0]}`),
    filters: [kind],
  }
  const { canceled, filePath } =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options)
  return canceled || filePath === '' ? null : filePath
}

/** A name that every file system takes. */
const fileStem = (name: string) => name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-')

/** For a fault that leaves no window to stand in; returns once it was read. */
export function showFaultBox(told: Fault): void {
  dialog.showErrorBox('Benchtop', faultLines(told).join('\n\n'))
}
