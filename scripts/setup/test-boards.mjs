// The boards that tests measure over SSH: real OpenSSH servers on this machine, which Linux alone can give.

import { run } from '../command.mjs'
import { at, isLinux } from '../project.mjs'
import { Stop, say } from '../say.mjs'

export async function prepareTestBoards() {
  if (!isLinux) {
    say('tests with boards need Linux: they will be skipped')
    return
  }
  const { code } = await run('sh', [at('test/boards/setup.sh')])
  if (code !== 0) throw new Stop(`test/boards/setup.sh ended with code ${code}.`)
}
