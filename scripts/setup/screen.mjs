// A screen for tests on a machine that has none: Xvfb, started here and ended by its own process.

import { spawn } from 'node:child_process'
import { run } from '../command.mjs'
import { hasScreen, isLinux } from '../project.mjs'
import { Stop, say } from '../say.mjs'
import { installDebianPackages } from './debian.mjs'

export async function prepareVirtualScreen() {
  if (!isLinux || hasScreen) return
  const { code } = await run('Xvfb', ['-help'], { quiet: true, limitMs: 10_000 })
  if (code === 127) await installDebianPackages(['xvfb'], 'Tests without a screen need Xvfb')
}

/**
 * A display for a test suite: this one's own, or a virtual one that lasts until `close`.
 * @returns {Promise<{ env: Readonly<Record<string, string>>, close: () => void }>}
 */
export async function openScreen() {
  if (hasScreen) return { env: {}, close() {} }
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  )
  const display = await new Promise((done, failed) => {
    const refuse = () =>
      failed(new Stop('Xvfb did not start. Look at what it says: Xvfb -displayfd 1'))
    let text = ''
    server.on('error', refuse)
    server.on('exit', refuse)
    server.stdio[3]?.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('\n')) done(text.trim())
    })
  })
  say(`no screen here: tests use Xvfb on display :${display}`)
  return { env: { DISPLAY: `:${display}` }, close: () => void server.kill() }
}
