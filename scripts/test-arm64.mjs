// npm run test:arm64: a sweep on an arm64 board over SSH, emulated on this machine. Run by hand, since it is slow,
// needs root, and tells the kernel how to run arm64 programs for that long.

import { build } from './build/build.mjs'
import { main, say } from './say.mjs'
import { arm64Lack, emulateArm64, prepareArm64Tools } from './setup/arm64.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { prepareTestBoards } from './setup/test-boards.mjs'
import { arm64Suite } from './test/suites.mjs'

/** @returns {Promise<import('./test/tally.mjs').Tally | { lack: string }>} */
async function testArm64() {
  const lack = arm64Lack()
  if (lack !== null) return { lack }
  await prepareTools()
  await prepareArm64Tools()
  const emulation = await emulateArm64()
  if ('lack' in emulation) return emulation
  try {
    await prepareTestBoards('arm64')
    await build()
    return await arm64Suite()
  } finally {
    await emulation.end()
  }
}

await main(async () => {
  const result = await testArm64()
  if ('lack' in result) {
    say(`nothing was tested: ${result.lack}`)
    return 0
  }
  const { passed, failed, skipped } = result
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed > 0 ? 0 : 1
})
