// A wall clock that jumps for one process alone (libfaketime): one test of the agent needs it, and is skipped without.

import { existsSync, readdirSync } from 'node:fs'
import { isLinux, isRoot } from '../project.mjs'
import { say } from '../say.mjs'
import { installDebianPackages } from './debian.mjs'

const libraries = '/usr/lib'

function isThere() {
  return readdirSync(libraries).some((folder) =>
    existsSync(`${libraries}/${folder}/faketime/libfaketimeMT.so.1`),
  )
}

export async function prepareFalseClock() {
  if (!isLinux || isThere()) return
  if (isRoot && existsSync('/usr/bin/apt-get'))
    await installDebianPackages(['libfaketime'], 'A test with a clock that jumps needs libfaketime')
  else say('libfaketime is not installed: the test with a wall clock that jumps will be skipped')
}
