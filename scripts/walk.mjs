// npm run walk: a newcomer's way through the window, from the first start to a report, on a screen that nobody sees.
// Its pictures are those of docs/walk.md. The board is an SSH server on this machine, so it needs Linux and OpenSSH.

import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main } from './say.mjs'
import { prepareApp, prepareTools, prepareVirtualScreen } from './setup/prepare.mjs'
import { openScreen } from './setup/screen.mjs'
import { prepareTestBoards } from './setup/test-boards.mjs'

await main(async () => {
  await prepareTools()
  await prepareVirtualScreen()
  const { env } = await prepareApp()
  await prepareTestBoards()
  await build()
  const screen = await openScreen()
  try {
    const { code } = await runNode('test/walk/walk.ts', [], { env: { ...env, ...screen.env } })
    return code
  } finally {
    screen.close()
  }
})
