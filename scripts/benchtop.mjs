// npm run benchtop -- ARGS: sets up what is missing, builds what is stale, and runs the command from where the person
// is: npm itself changes to the project's folder.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  const cwd = process.env.INIT_CWD
  const { code } = await runNode('out/main/cli.js', process.argv.slice(2), cwd ? { cwd } : {})
  return code
})
