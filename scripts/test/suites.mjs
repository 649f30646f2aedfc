// The test suites by name, and how each is run. Order: what fails fastest first.

import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { runNode } from '../command.mjs'
import { at } from '../project.mjs'
import { openScreen } from '../setup/screen.mjs'
import { tallyOf } from './tally.mjs'

/**
 * @typedef {object} Surroundings
 * @property {Readonly<Record<string, string>>} electronEnv
 */
/** @typedef {(surroundings: Surroundings) => Promise<import('./tally.mjs').Tally>} Suite */

/** @param {string} name */
function freshReport(name) {
  const path = at('out/reports', `${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  return path
}

/** @param {string} project @returns {() => Promise<import('./tally.mjs').Tally>} */
const vitest = (project) => async () => {
  const report = freshReport(project)
  const { code } = await runNode('node_modules/vitest/vitest.mjs', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return tallyOf(report, 'vitest', code)
}

/** @type {Suite} */
async function playwright({ electronEnv }) {
  const report = freshReport('e2e')
  const screen = await openScreen()
  try {
    const { code } = await runNode(
      'node_modules/playwright/cli.js',
      ['test', '--reporter=list,json'],
      {
        env: {
          ...electronEnv,
          ...screen.env,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          NO_COLOR: undefined,
        },
      },
    )
    return tallyOf(report, 'playwright', code)
  } finally {
    screen.close()
  }
}

/** @type {Readonly<Record<string, Suite>>} */
export const suites = {
  unit: vitest('unit'),
  store: vitest('store'),
  agent: vitest('agent'),
  core: vitest('core'),
  boards: vitest('boards'),
  e2e: playwright,
}

/** Slow, and not without root: run by hand, as `npm run test:arm64`. */
export const arm64Suite = vitest('arm64')

/** Needs models from a package registry: run by hand, as `npm run test:models`. */
export const modelsSuite = vitest('models')

/** Slow, and not without root: run by hand, as `npm run test:qemu`. */
export const qemuSuite = vitest('qemu')

/** Needs a package of Debian's: run by hand, as `npm run test:prometheus`. */
export const prometheusSuite = vitest('prometheus')
