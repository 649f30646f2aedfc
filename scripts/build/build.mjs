// Builds the agent, the app with its command line, and the page of a report, each only when it is stale.

import { runNode } from '../command.mjs'
import { Stop, say } from '../say.mjs'
import { isStale, markBuilt } from './stale.mjs'

const forAll = ['package-lock.json', 'tsconfig.json', 'src/shared']

/** @type {readonly (import('./stale.mjs').Target & { tool: string, args: readonly string[] })[]} */
const targets = [
  {
    name: 'agent',
    inputs: [...forAll, 'src/agent'],
    outputs: ['out/agent/agent.cjs'],
    tool: 'node_modules/vite/bin/vite.js',
    args: ['build', '--config', 'src/agent/vite.config.ts', '--logLevel', 'warn'],
  },
  {
    name: 'app',
    inputs: [...forAll, 'electron.vite.config.ts', 'src/main', 'src/renderer'],
    outputs: [
      'out/main/index.js',
      'out/main/cli.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
    ],
    tool: 'node_modules/electron-vite/bin/electron-vite.js',
    args: ['build', '--logLevel', 'warn'],
  },
  {
    name: 'report page',
    inputs: [...forAll, 'src/renderer'],
    outputs: ['out/report/report.html'],
    tool: 'node_modules/vite/bin/vite.js',
    args: ['build', '--config', 'src/renderer/report/vite.config.ts', '--logLevel', 'warn'],
  },
]

/** Builds what is stale; stops when a build fails. */
export async function build() {
  for (const target of targets) {
    if (!isStale(target)) continue
    const startedAt = new Date()
    const { code, output } = await runNode(target.tool, target.args, { quiet: true })
    if (code !== 0) throw new Stop(`building the ${target.name} failed:\n${output}`)
    markBuilt(target, startedAt)
    say(`built the ${target.name} in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`)
  }
}
