// The one factory of ways to a board. Free of Electron and of the store, so that the command uses it too.
// SSH is loaded with the first board that needs it: that takes longer than all the rest of the start.

import { access } from 'node:fs/promises'
import { fail } from '../../shared/fault.ts'
import type { Ask, Secrets } from '../login/ask.ts'
import { asFault } from './agent-session.ts'
import { openLocalBoard } from './local.ts'
import { findLocalNode } from './local-node.ts'
import type { RuntimePins } from './runtime-pins.ts'
import type { Connect, TrustStore } from './session.ts'

export interface ConnectSetup {
  /** The built agent, one file. */
  readonly agentPath: string
  /** The folder that holds node_modules with onnxruntime-node and onnxruntime-common. */
  readonly modulesDir: string
  /** Parsed resources/runtimes.json. */
  readonly runtimePins: RuntimePins
  /** Where archives for boards are kept; losing it costs only time. */
  readonly cacheDir: string
  /** The agent's home on this computer. */
  readonly localHome: string
  /** A plain Node for the agent on this computer, where the usual ones are not to be used. */
  readonly nodePath?: string
  readonly trust: TrustStore
  /** Asks a person; a login that asks nothing never calls it. */
  readonly ask: Ask
  readonly secrets: Secrets
  /** Instead of OpenSSH's own files. */
  readonly knownHostsPaths?: readonly string[]
}

export function createConnect(setup: ConnectSetup): Connect {
  return (board, options = {}) =>
    asFault(async () => {
      options.onProgress?.({ stage: 'connect', item: board.name, doneBytes: 0, totalBytes: 0 })
      await access(setup.agentPath).catch(() => fail('agent-not-built', {}))
      if (board.kind === 'ssh') {
        const { openRemoteBoard } = await import('./remote.ts')
        return openRemoteBoard(board, setup, options)
      }
      const node = await findLocalNode(setup.modulesDir, setup.nodePath)
      return openLocalBoard({
        node,
        agentPath: setup.agentPath,
        modulesDir: setup.modulesDir,
        home: setup.localHome,
      })
    })
}
