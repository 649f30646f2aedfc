// npm run bench -- ARGS: sets up what is missing, builds what is stale, and measures in this terminal.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  const { code } = await runNode('out/main/cli.js', ['bench', ...process.argv.slice(2)])
  return code
})
