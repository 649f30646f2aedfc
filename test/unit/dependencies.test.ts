// What the project depends on: exact versions, hashes, known licences, no registry's address, and install scripts
// only where they were decided on.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
}
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}

const root = resolve(import.meta.dirname, '../..')
const lockText = readFileSync(resolve(root, 'package-lock.json'), 'utf8')
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Manifest
const lock = JSON.parse(lockText) as { readonly packages: Readonly<Record<string, LockedPackage>> }

const locked = Object.entries(lock.packages)
  .filter(([folder]) => folder !== '')
  .map(([folder, entry]) => ({ ...entry, name: folder.split('node_modules/').at(-1) ?? folder }))

/** Added by scripts/complete-lock.mjs: never installed on the machine that wrote the lock. */
const namedForOtherPlatforms = locked.filter(
  ({ integrity, optional, os }) => integrity === undefined && optional === true && os !== undefined,
)

const permissive = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'MIT OR Apache-2.0',
  '(MIT OR CC0-1.0)',
]
/** Not code that Benchtop is made of: fonts, data tables, tools of development. */
const beside: Readonly<Record<string, readonly string[]>> = {
  'OFL-1.1': ['@fontsource-variable/inter', '@fontsource/jetbrains-mono'],
  'MPL-2.0': ['axe-core', '@axe-core/playwright', 'lightningcss'],
  'CC-BY-4.0': ['caniuse-lite'],
  'CC-BY-3.0': ['spdx-exceptions'],
  'CC0-1.0': ['spdx-license-ids'],
}
/** libvips, which sharp loads as a shared library: in a file of its own that a user may replace, as the LGPL asks. */
const libvips = {
  name: /^@img\/sharp-(libvips|win32|wasm32)(-|$)/,
  licences: [
    'LGPL-3.0-or-later',
    'Apache-2.0 AND LGPL-3.0-or-later',
    'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
  ],
}
/** Their package.json has no `license`; their licence files say MIT. */
const mitInTheirFiles = ['ssh2', 'cpu-features', 'buildcheck']

function hasKnownLicence({ name, license }: { name: string; license?: string }): boolean {
  if (license === undefined) return mitInTheirFiles.includes(name)
  if (permissive.includes(license)) return true
  if (libvips.licences.includes(license)) return libvips.name.test(name)
  return (beside[license] ?? []).some((known) => name === known || name.startsWith(`${known}-`))
}

const namesOf = (packages: readonly { readonly name: string }[]) => packages.map(({ name }) => name)

describe('dependencies', () => {
  it('are named by exact versions', () => {
    const named = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  it('are locked by a hash, but for other platforms’ optional tools', () => {
    const open = locked.filter(
      (entry) => entry.integrity === undefined && !namedForOtherPlatforms.includes(entry),
    )
    expect(namesOf(open)).toEqual([])
    expect(
      namesOf(namedForOtherPlatforms).filter((name) => !/^@(biomejs|oxc-parser)\//.test(name)),
    ).toEqual([])
  })

  it('name no registry', () => {
    expect(lockText).not.toContain('"resolved"')
    expect(lockText).not.toMatch(/https?:\/\/[^"]*registry/)
  })

  it('have licences that we know', () => {
    const others = locked.filter(
      (entry) => !namedForOtherPlatforms.includes(entry) && !hasKnownLicence(entry),
    )
    expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
  })

  it('run an install script only by decision', () => {
    const undecided = locked.filter(
      ({ name, hasInstallScript }) =>
        hasInstallScript === true && manifest.allowScripts[name] === undefined,
    )
    expect(namesOf(undecided)).toEqual([])
    const allowed = Object.entries(manifest.allowScripts).filter(([, allow]) => allow)
    expect(allowed).toEqual([['node', true]])
  })
})
