// npm run build: builds what is stale.

import { build } from './build/build.mjs'
import { main, say } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  say('the build is up to date')
  return 0
})
