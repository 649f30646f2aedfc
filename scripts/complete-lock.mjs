// Adds to package-lock.json the packages for other platforms that the lock's own packages name as optional and that
// a registry did not offer when the lock was written. Without them `npm ci` refuses the lock. They carry a version
// and no hash, since nobody here could fetch one; only their platforms ever install them. Run after `npm install`.

import { readFileSync, writeFileSync } from 'node:fs'
import { at } from './project.mjs'
import { say } from './say.mjs'

const platformName =
  /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|x64|arm|ia32|ppc64|riscv64|s390x)(?:-(eabi|gnueabihf|musleabihf|gnu|musl|msvc))?$/

/** What a package's name says of the platform that it is for. @param {string} name */
function platformOf(name) {
  const [, os, cpu, abi] = platformName.exec(name) ?? []
  if (os === undefined || cpu === undefined) return null
  const libc =
    os === 'linux' && abi !== undefined ? [abi.startsWith('musl') ? 'musl' : 'glibc'] : []
  return { os: [os], cpu: [cpu], ...(libc.length > 0 ? { libc } : {}) }
}

const path = at('package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const packages = { ...lock.packages }
for (const [folder, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`
    if (packages[place] !== undefined || packages[`${folder}/${place}`] !== undefined) continue
    const platform = platformOf(name)
    if (platform === null) {
      say(
        `${name} of ${folder} is missing from the lock, and its name does not say for which platform it is`,
      )
      continue
    }
    packages[place] = { version, ...(dev ? { dev } : {}), ...platform, optional: true }
    say(`added ${name}@${version}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
