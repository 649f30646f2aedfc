// Makes sure of Node 24, which the `node` package brings; the Node on the PATH needs only to be 20 or newer.

import { run, runNpm } from '../command.mjs'
import { node24 } from '../project.mjs'
import { Stop, say } from '../say.mjs'

const leastMajor = 20

/** Stops when the Node that runs this script is too old for npm and the scripts. */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) < leastMajor)
    throw new Stop(
      `Node ${process.versions.node} is too old: ${leastMajor} or newer is needed to install the rest (https://nodejs.org).`,
    )
}

async function node24Works() {
  const { code, output } = await run(node24, ['--version'], { quiet: true, limitMs: 20_000 })
  return code === 0 && output.startsWith('v24.')
}

/** Makes Node 24 work, where its package's install script did not run or did not finish. */
export async function prepareNode24() {
  if (await node24Works()) return
  say('Node 24 is missing: npm rebuild node')
  await runNpm(['rebuild', 'node', '--loglevel=error'])
  if (!(await node24Works()))
    throw new Stop(
      'Node 24 could not be set up from the `node` package. Allow its install script and try again: npm rebuild node --foreground-scripts',
    )
}
