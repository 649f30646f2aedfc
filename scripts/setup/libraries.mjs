// The shared libraries that Electron's binary needs from a Linux system.

import { run } from '../command.mjs'
import { isLinux } from '../project.mjs'
import { Stop } from '../say.mjs'
import { installDebianPackages } from './debian.mjs'

const packages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatk-bridge2.0-0']

/** @param {string} binary */
async function missingLibraries(binary) {
  const { output } = await run('ldd', [binary], { quiet: true })
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1])
}

/** @param {string} electron the binary's path */
export async function prepareLibraries(electron) {
  if (!isLinux) return
  const missing = await missingLibraries(electron)
  if (missing.length === 0) return
  await installDebianPackages(packages, `Electron needs ${missing.join(', ')}`)
  const still = await missingLibraries(electron)
  if (still.length > 0)
    throw new Stop(`Electron still needs ${still.join(', ')}: find them with apt-file search NAME.`)
}
