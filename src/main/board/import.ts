// Boards from the user's ~/.ssh/config: which of its hosts could be one, and which are already. Nothing is kept of the
// file but the addresses of the hosts that were chosen.

import type { Board } from '../../shared/board.ts'
import { fail } from '../../shared/fault.ts'
import type { BoardView } from '../../shared/ipc.ts'
import type { Hop, ImportableHost, SshAddress } from '../../shared/login.ts'
import { type ConfigOptions, configuredHosts } from '../ssh/config.ts'
import type { Boards } from './boards.ts'

type BoardList = Pick<Boards, 'list' | 'addSsh'>

export async function importableHosts(
  boards: BoardList,
  options: ConfigOptions = {},
): Promise<readonly ImportableHost[]> {
  const there = boards.list().map(({ board }) => board)
  const hosts = await configuredHosts(options)
  return hosts.map((host) => ({ ...host, board: boardAt(there, host.address)?.id ?? null }))
}

/** Fails with `not-found` for a name that is not there, and with `bad-request` for one that can not be imported. */
export async function importHosts(
  boards: BoardList,
  names: readonly string[],
  options: ConfigOptions = {},
): Promise<readonly BoardView[]> {
  const hosts = await importableHosts(boards, options)
  const chosen = names.map((name) => {
    const host = hosts.find((candidate) => candidate.name === name)
    if (host === undefined) return fail('not-found', { what: 'host', id: name })
    const { address, why, board } = host
    if (address === null) return fail('bad-request', { reason: `${name}: ${why}` })
    return { name: name.slice(0, 100), address, board }
  })
  return chosen
    .filter(({ board }) => board === null)
    .map(({ name, address }) => boards.addSsh(name, address))
}

/** A board is the same where every machine on its way is, however one logs in to it. */
function boardAt(boards: readonly Board[], address: SshAddress | null): Board | undefined {
  if (address === null) return undefined
  const way = wayTo(address)
  return boards.find((board) => board.kind === 'ssh' && wayTo(board.address) === way)
}

const wayTo = (address: SshAddress) =>
  JSON.stringify(
    [...address.via, address].map(({ user, host, port }: Hop) => [user, host.toLowerCase(), port]),
  )
