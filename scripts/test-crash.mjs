// npm run test:crash [-- --rounds 100 --seed 1 --qemu 20]: kills what tunes a board at every state, and looks whether the
// board has its own settings back. Run by hand, since it is slow and needs root.

import { parseArgs } from 'node:util'
import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { main, say } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { prepareQemuBoard, qemuLack } from './setup/qemu.mjs'
import { prepareTestBoards } from './setup/test-boards.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    qemu: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
})

await main(async () => {
  await prepareTools()
  await prepareTestBoards()
  const lack = qemuLack('npm run test:crash')
  if (values.qemu === '0') say('no round is on a machine of its own')
  else if (lack === null) await prepareQemuBoard()
  await build()
  const args = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])
  const { code } = await runNode('test/crash/matrix.ts', args)
  return code
})
