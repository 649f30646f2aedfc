// The app: one instance, one window, the core behind it. Nothing is decided here.

import { join } from 'node:path'
import { app, BrowserWindow, powerMonitor, shell } from 'electron'
import { toFault } from '../shared/fault.ts'
import { slowTelemetryHz } from '../shared/telemetry.ts'
import { openBench } from './bench.ts'
import { broadcastTo } from './electron/broadcast.ts'
import {
  chooseInput,
  chooseKey,
  chooseMeter,
  chooseModel,
  choosePlan,
  choosePlanTarget,
  chooseReport,
  chooseTuning,
  showFaultBox,
} from './electron/dialogs.ts'
import { serveCalls } from './electron/ipc.ts'
import { QuitQuestion } from './electron/quit.ts'
import { systemCipher } from './electron/secrets.ts'
import { lockDown, registerScheme, servePage } from './electron/security.ts'
import { createWindow } from './electron/window.ts'
import { GrantedPaths } from './granted-paths.ts'
import { createHandlers } from './handlers.ts'
import { findDataDir, findInstallation } from './installation.ts'

const out = join(import.meta.dirname, '..')
const dataDir = findDataDir()
app.setPath('userData', join(dataDir, 'window'))

registerScheme()

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(open)
    .catch((thrown: unknown) => {
      showFaultBox(toFault(thrown))
      app.exit(1)
    })
} else {
  app.quit()
}

function open(): void {
  const installation = findInstallation(app.getAppPath())
  const unofficialElectron = process.env.BENCHTOP_UNOFFICIAL_ELECTRON === '1'
  const cipher = systemCipher(unofficialElectron)
  const publish = broadcastTo(() => BrowserWindow.getAllWindows())
  const bench = openBench(installation, dataDir, publish, { ask: null, cipher })
  const quit = new QuitQuestion(bench.runs, publish)
  lockDown()
  servePage(join(out, 'renderer'))
  const paths = new GrantedPaths()
  const handlers = createHandlers(
    bench,
    {
      info: {
        version: installation.version,
        electron: process.versions.electron ?? '',
        platform: process.platform,
        unofficialElectron,
        keepsSecrets: cipher !== null,
      },
      chooseModel: () => chooseModel(BrowserWindow.getFocusedWindow()),
      chooseKey: () => chooseKey(BrowserWindow.getFocusedWindow()),
      chooseReport: (name, format) => chooseReport(BrowserWindow.getFocusedWindow(), name, format),
      chooseTuning: (name, format) => chooseTuning(BrowserWindow.getFocusedWindow(), name, format),
      reveal: (path) => shell.showItemInFolder(path),
      chooseMeter: () => chooseMeter(BrowserWindow.getFocusedWindow()),
      choosePlan: () => choosePlan(BrowserWindow.getFocusedWindow()),
      choosePlanTarget: (name) => choosePlanTarget(BrowserWindow.getFocusedWindow(), name),
      chooseInput: (folder) => chooseInput(BrowserWindow.getFocusedWindow(), folder),
      openInBrowser: (url) => shell.openExternal(url),
      holdClosing: () => quit.hold(),
      quit: (runs) => quit.settle(runs),
    },
    paths,
  )
  serveCalls(handlers, (path) => paths.grant('read', path))

  const show = () => {
    const window = createWindow(join(out, 'preload', 'index.cjs'))
    window.on('closed', () => bench.telemetry.look('window', [], slowTelemetryHz))
    quit.guard(window)
  }
  show()
  bench.runs.resume()
  const { exporter } = bench.settings.get()
  if (exporter?.on === true) void bench.setExporter(exporter)
  bench.watchOthers()
  void bench.prune()

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) show()
    else {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    }
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) show()
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => quit.quitUnasked())
  powerMonitor.on('shutdown', () => quit.quitUnasked())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  // Every window is closed by now. Quitting again is ignored while this event is under way, so the end is `exit`.
  app.once('will-quit', (event) => {
    event.preventDefault()
    void bench.close().finally(() => app.exit())
  })
}
