// npm run check: types, lint and format, unused code, import rules.

import { check } from './check/check.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  return (await check()) === 0 ? 0 : 1
})
