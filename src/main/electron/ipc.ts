// The border between the page and main: who calls is checked first, then what, and nothing is thrown across.

import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { fault, type Result, toFault } from '../../shared/fault.ts'
import { type CallName, callRequests } from '../../shared/ipc.ts'
import type { Handlers } from '../handlers.ts'
import { pageOrigin } from './security.ts'

/** `onDropped` hears where each file lies that was dropped into the window: the preload's own word, not the page's. */
export function serveCalls(handlers: Handlers, onDropped: (path: string) => void): void {
  ipcMain.handle('benchtop:call', async (event, name: unknown, request: unknown) => {
    if (!isOurPage(event)) return refused('the caller is not Benchtop’s own page')
    if (!isCallName(name)) return refused(`there is no call ${String(name).slice(0, 60)}`)
    return answer(handlers, name, request)
  })
  ipcMain.on('benchtop:dropped', (event, path: unknown) => {
    if (isOurPage(event) && typeof path === 'string') onDropped(path)
  })
}

async function answer(
  handlers: Handlers,
  name: CallName,
  request: unknown,
): Promise<Result<unknown>> {
  const parsed = callRequests[name].safeParse(request)
  if (!parsed.success)
    return refused(
      `${name}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')}`,
    )
  try {
    const handler = handlers[name] as (request: unknown) => unknown
    return { ok: true, value: await handler(parsed.data) }
  } catch (thrown) {
    return { ok: false, fault: toFault(thrown) }
  }
}

function refused(reason: string): Result<never> {
  return { ok: false, fault: fault('bad-request', { reason }) }
}

function isOurPage(event: IpcMainInvokeEvent | IpcMainEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && frame.origin === pageOrigin
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(callRequests, name)
}
