// The checks that read the code without running it: types, lint and format, unused code, import rules.

import { runNode } from '../command.mjs'

const vitest = 'node_modules/vitest/vitest.mjs'

/** @type {readonly { name: string, check: () => Promise<{ code: number, output: string }> }[]} */
const checks = [
  {
    name: 'types',
    check: () => runNode('node_modules/typescript/bin/tsc', ['-p', '.'], { quiet: true }),
  },
  {
    name: 'types of the scripts',
    check: () => runNode('node_modules/typescript/bin/tsc', ['-p', 'scripts'], { quiet: true }),
  },
  {
    name: 'lint and format',
    check: () => runNode('node_modules/@biomejs/biome/bin/biome', ['check', '.'], { quiet: true }),
  },
  {
    name: 'unused code',
    check: () => runNode('node_modules/knip/bin/knip.js', [], { quiet: true }),
  },
  {
    name: 'import rules',
    check: () => runNode(vitest, ['run', '--project', 'unit', 'architecture'], { quiet: true }),
  },
]

/** Runs every check and says how each went. Gives back how many failed. */
export async function check() {
  let failed = 0
  for (const { name, check: perform } of checks) {
    const { code, output } = await perform()
    console.log(`check ${name}: ${code === 0 ? 'passed' : 'FAILED'}`)
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd())
  }
  return failed
}
