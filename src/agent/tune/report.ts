// The whole report of a board's tuning: what its files say, which route this login has, and what the board owes.

import { accessSync, constants } from 'node:fs'
import { fail } from '../../shared/fault.ts'
import type { TuningReport, TuningStatus } from '../../shared/tuning.ts'
import type { Home } from '../home.ts'
import { statusIn, valueIn } from './answers.ts'
import { rootsFolder } from './as-root.ts'
import { readTuning } from './inspect.ts'
import { openAsLogin, openToWrite } from './privilege.ts'
import { readHelper } from './program-file.ts'
import { npuLoad, npuLoadPath } from './read-devices.ts'
import { granted } from './refusals.ts'
import { findRoute, thisLogin } from './route.ts'
import type { TunerSession } from './session.ts'

/** Linux alone has what is tuned; elsewhere a board has nothing of it. */
const nothing: TuningReport = {
  policies: [],
  boost: null,
  devices: [],
  powerModes: null,
  zones: [],
  coolers: [],
  taints: [],
  rivals: [],
  route: 'none',
  helper: { version: null, isCurrent: false },
  status: { state: 'untouched' },
}

export async function reportTuning(home: Home, password?: string): Promise<TuningReport> {
  if (process.platform !== 'linux') return nothing
  const helper = readHelper()
  const readings = await readTuning()
  const route = await findRoute(readings, thisLogin(helper.version !== null))
  const isPrivileged =
    route === 'helper' ||
    (route === 'sudo' && isRootsHidden()) ||
    (route === 'password' && password !== undefined)
  await using session = await (isPrivileged
    ? openToWrite(route, home, password)
    : openAsLogin(home))
  const status = await readStatus(session)
  const hasNpu = isPrivileged && readings.devices.some(({ kind }) => kind === 'npu')
  const load = hasNpu ? valueIn((await session.ask('read', npuLoadPath)).lines) : null
  const devices = readings.devices.map((device) =>
    device.kind === 'npu' && load !== null ? { ...device, load: npuLoad(load) } : device,
  )
  return { ...readings, devices, route, helper, status }
}

/** What root has set, only root can tell then. */
function isRootsHidden(): boolean {
  try {
    accessSync(rootsFolder, constants.R_OK | constants.X_OK)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES'
  }
}

export async function readStatus(session: TunerSession): Promise<TuningStatus> {
  return (
    statusIn(granted(await session.ask('status'))) ??
    fail('tuning-program-failed', {}, 'its status can not be read')
  )
}
