// What each command needs before it can work, in the order in which one thing needs another.

import { prepareElectron } from './electron.mjs'
import { prepareFalseClock } from './false-clock.mjs'
import { prepareLibraries } from './libraries.mjs'
import { prepareNode24, requireNode } from './node.mjs'
import { preparePackages } from './packages.mjs'
import { requireSandbox } from './sandbox.mjs'
import { prepareVirtualScreen } from './screen.mjs'
import { prepareTestBoards } from './test-boards.mjs'

/** For building, checking and the `benchtop` command. */
export async function prepareTools() {
  requireNode()
  await preparePackages()
  await prepareNode24()
}

/** For opening the window. Gives back Electron's binary. */
export async function prepareApp() {
  await prepareTools()
  const electron = await prepareElectron()
  await prepareLibraries(electron.path)
  requireSandbox(electron.path)
  return electron
}
export { prepareFalseClock, prepareTestBoards, prepareVirtualScreen }
