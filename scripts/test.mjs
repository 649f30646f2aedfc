// npm test [-- SUITE …]: sets up, builds, checks, runs the suites. The last line is the sum; the exit code is 0 only
// when nothing failed.

import { build } from './build/build.mjs'
import { check } from './check/check.mjs'
import { main, Stop } from './say.mjs'
import {
  prepareApp,
  prepareFalseClock,
  prepareTestBoards,
  prepareTools,
  prepareVirtualScreen,
} from './setup/prepare.mjs'
import { suites } from './test/suites.mjs'
import { add, nothing } from './test/tally.mjs'

/** @param {readonly string[]} names */
async function prepareFor(names) {
  await prepareTools()
  if (names.includes('agent')) await prepareFalseClock()
  if (names.includes('boards') || names.includes('e2e')) await prepareTestBoards()
  if (!names.includes('e2e')) return {}
  await prepareVirtualScreen()
  return (await prepareApp()).env
}

/** @param {readonly string[]} asked @returns {Promise<import('./test/tally.mjs').Tally>} */
async function testAll(asked) {
  const unknown = asked.find((name) => suites[name] === undefined)
  if (unknown !== undefined)
    throw new Stop(`there is no suite ${unknown}. Suites: ${Object.keys(suites).join(', ')}`)
  const names = asked.length > 0 ? asked : Object.keys(suites)
  const electronEnv = await prepareFor(names)
  await build()
  let sum = nothing
  if (asked.length === 0) sum = add(sum, { ...nothing, failed: await check() })
  for (const name of names) {
    const started = Date.now()
    const tally = await suites[name]?.({ electronEnv })
    if (tally === undefined) continue
    const seconds = ((Date.now() - started) / 1000).toFixed(0)
    console.log(
      `suite ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped, ${seconds} s`,
    )
    sum = add(sum, tally)
  }
  return sum
}

await main(async () => {
  let sum = { ...nothing, failed: 1 }
  try {
    sum = await testAll(process.argv.slice(2))
  } catch (thrown) {
    console.error(thrown instanceof Stop ? `benchtop: ${thrown.message}` : thrown)
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
  return sum.failed === 0 ? 0 : 1
})
