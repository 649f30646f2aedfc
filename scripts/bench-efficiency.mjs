// npm run bench:efficiency: what measuring costs besides measuring, and whether stopping early is honest.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

const parts = ['test/bench/efficiency-overhead.ts', 'test/bench/efficiency-stopping.ts']

await main(async () => {
  await prepareTools()
  await build()
  for (const part of parts) {
    const { code } = await runNode(part, process.argv.slice(2))
    if (code !== 0) return code
  }
  return 0
})
