// npm run bench:telemetry: what looking at a board costs it, and what a running point feels of it.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  const { code } = await runNode('test/bench/telemetry.ts', process.argv.slice(2))
  return code
})
