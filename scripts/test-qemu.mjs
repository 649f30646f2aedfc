// npm run test:qemu: Benchtop on a board whose kernel has clocks to set. Run by hand, since it is slow, needs root, and
// makes the image of a machine the first time.

import { build } from './build/build.mjs'
import { main, say } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { prepareQemuBoard, qemuLack } from './setup/qemu.mjs'
import { prepareTestBoards } from './setup/test-boards.mjs'
import { qemuSuite } from './test/suites.mjs'

await main(async () => {
  const lack = qemuLack('npm run test:qemu')
  if (lack !== null) {
    say(`nothing was tested: ${lack}`)
    return 0
  }
  await prepareTools()
  await prepareTestBoards()
  await prepareQemuBoard()
  await build()
  const { passed, failed, skipped } = await qemuSuite()
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed > 0 ? 0 : 1
})
