// npm run bench:fidelity: how near the engines come to a native loop over the same library. Needs a C compiler.

import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build/build.mjs'
import { runNode } from './command.mjs'
import { cacheFolder, root } from './project.mjs'
import { main, Stop } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'

await main(async () => {
  await prepareTools()
  await build()
  mkdirSync(cacheFolder, { recursive: true })
  const native = join(cacheFolder, 'native-loop')
  const source = join(root, 'test/bench/native-loop.c')
  const { error, status } = spawnSync('cc', ['-O2', '-Wall', '-o', native, source, '-ldl'], {
    stdio: 'inherit',
  })
  if (error !== undefined || status !== 0)
    throw new Stop('the native loop could not be built: this needs a C compiler, cc')
  const { code } = await runNode('test/bench/fidelity.ts', [
    '--native',
    native,
    ...process.argv.slice(2),
  ])
  return code
})
