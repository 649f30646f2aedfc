// The boards that tests measure over SSH: real OpenSSH servers on this machine, which Linux alone can give.

import { run } from '../command.mjs'
import { at, isLinux } from '../project.mjs'
import { Stop, say } from '../say.mjs'

/** @param {readonly 'arm64'[]} more boards that `npm test` does not need */
export async function prepareTestBoards(...more) {
  if (!isLinux) {
    say('tests with boards need Linux: they will be skipped')
    return
  }
  const { code } = await run('sh', [at('test/boards/setup.sh'), ...more])
  if (code !== 0) throw new Stop(`test/boards/setup.sh ended with code ${code}.`)
}
