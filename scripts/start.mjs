// npm start: sets up what is missing, builds what is stale, and opens the app.

import { build } from './build/build.mjs'
import { run } from './command.mjs'
import { hasScreen, isLinux, isRoot, root } from './project.mjs'
import { main, Stop, say } from './say.mjs'
import { prepareApp } from './setup/prepare.mjs'

await main(async () => {
  if (!hasScreen)
    throw new Stop(
      'there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so nobody would see the window.\n' +
        '  Over SSH, forward one:        ssh -X THIS-MACHINE\n' +
        '  Measure in this terminal:     npm run benchtop -- run',
    )
  const electron = await prepareApp()
  await build()
  const sandbox = isLinux && isRoot ? ['--no-sandbox'] : []
  if (sandbox.length > 0) say('running as root: Electron starts with --no-sandbox')
  const { code } = await run(electron.path, [...sandbox, root, ...process.argv.slice(2)], {
    env: electron.env,
  })
  return code
})
