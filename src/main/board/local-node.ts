// The plain Node that runs the agent on this computer. Electron's own binary is never used for it: a
// measurement must not depend on whether it was started from a window.

import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fail } from '../../shared/fault.ts'

/** The oldest Node that the agent runs under. */
export const leastNodeMajor = 20

const program = process.platform === 'win32' ? 'node.exe' : 'node'

/** `modulesDir` is the folder that holds node_modules. */
export async function findLocalNode(modulesDir: string, given?: string): Promise<string> {
  const candidates = [
    ...(given === undefined ? [] : [given]),
    ...(process.versions.electron === undefined ? [process.execPath] : []),
    join(modulesDir, 'node_modules', 'node', 'bin', program),
  ]
  for (const path of candidates) if (await canRun(path)) return path
  if (await isNewEnough(program)) return program
  return fail('runtime-unavailable', { item: `Node ${leastNodeMajor} for this computer` })
}

async function canRun(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function isNewEnough(command: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)(command, ['--version'], { timeout: 10_000 }).catch(
    () => ({ stdout: '' }),
  )
  return Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 0) >= leastNodeMajor
}
