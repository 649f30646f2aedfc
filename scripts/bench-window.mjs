// npm run bench:window: what the window itself costs, on a screen that nobody sees.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareApp, prepareTools, prepareVirtualScreen } from './setup/prepare.mjs'
import { openScreen } from './setup/screen.mjs'

await main(async () => {
  await prepareTools()
  await prepareVirtualScreen()
  const { env } = await prepareApp()
  await build()
  const screen = await openScreen()
  try {
    const { code } = await runNode('test/bench/window.ts', [], { env: { ...env, ...screen.env } })
    return code
  } finally {
    screen.close()
  }
})
