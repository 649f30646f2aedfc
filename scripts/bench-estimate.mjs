// npm run bench:estimate: how near the estimate of a sweep's length comes, before it starts and while it runs.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  const { code } = await runNode('test/bench/estimate.ts', process.argv.slice(2))
  return code
})
