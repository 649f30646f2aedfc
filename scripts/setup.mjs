// npm run setup: everything that the app and all tests need, without starting anything.

import { main, say } from './say.mjs'
import { prepareApp, prepareTestBoards, prepareVirtualScreen } from './setup/prepare.mjs'

await main(async () => {
  await prepareApp()
  await prepareVirtualScreen()
  await prepareTestBoards()
  say(
    'everything is there. npm start opens the app, npm run benchtop -- run measures in this terminal, npm test runs the tests',
  )
  return 0
})
