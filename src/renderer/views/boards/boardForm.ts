// The form of a board: what was typed, what is wrong with it, and the request that it stands for. The rules are the
// contract's own schema, so that the form and main never disagree.

import { type CallRequest, callRequests } from '../../../shared/ipc.ts'
import type { Hop, Login, SshAddress } from '../../../shared/login.ts'

export interface HopForm {
  readonly host: string
  readonly port: string | number
  readonly user: string
  readonly login: Login['kind']
  readonly keyPath: string
  /** What the form does not show, and gives back as it came. */
  readonly kept: { readonly socket?: string; readonly hostKeyAlias?: string }
}

export interface BoardForm extends HopForm {
  readonly name: string
  readonly via: readonly HopForm[]
}

export const emptyHopForm: HopForm = {
  host: '',
  port: 22,
  user: '',
  login: 'auto',
  keyPath: '',
  kept: {},
}
export const emptyBoardForm: BoardForm = { ...emptyHopForm, name: '', via: [] }

export type HopField = 'host' | 'port' | 'user' | 'key'
/** A field of the board, or `via.N.field` of a jump host. */
export type BoardField = 'name' | HopField | `via.${number}.${HopField}`

const hopFields: Readonly<Record<string, HopField>> = {
  host: 'host',
  port: 'port',
  user: 'user',
  path: 'key',
}

export type BoardFormCheck =
  | { readonly ok: true; readonly request: CallRequest<'boards.add'> }
  | { readonly ok: false; readonly wrong: ReadonlySet<BoardField> }

/** A board without a name is called by its host. */
export function checkBoardForm(form: BoardForm): BoardFormCheck {
  const nameless = form.name.trim() === ''
  const parsed = callRequests['boards.add'].safeParse({
    name: nameless ? form.host : form.name,
    address: { ...hopOf(form), via: form.via.map(hopOf) },
  })
  if (parsed.success) return { ok: true, request: parsed.data }
  const wrong = parsed.error.issues.flatMap(({ path }) => fieldOf(path) ?? [])
  return { ok: false, wrong: new Set(wrong.filter((field) => !(nameless && field === 'name'))) }
}

function fieldOf(path: readonly PropertyKey[]): BoardField | undefined {
  if (path[0] === 'name') return 'name'
  const field = hopFields[String(path.at(-1))]
  if (field === undefined) return undefined
  return path[1] === 'via' ? `via.${Number(path[2])}.${field}` : field
}

function hopOf({ host, port, user, login, keyPath, kept }: HopForm): Hop {
  const { socket, hostKeyAlias } = kept
  return {
    host,
    port: Number(port),
    user,
    login: loginOf(login, keyPath, socket),
    ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
  }
}

function loginOf(kind: Login['kind'], path: string, socket: string | undefined): Login {
  if (kind === 'key') return { kind, path }
  if (kind === 'agent' && socket !== undefined) return { kind, socket }
  return { kind }
}

/** The form of a board that is there already. */
export function boardFormOf(name: string, address: SshAddress): BoardForm {
  return { ...hopFormOf(address), name, via: address.via.map(hopFormOf) }
}

function hopFormOf({ host, port, user, login, hostKeyAlias }: Hop): HopForm {
  return {
    host,
    port,
    user,
    login: login.kind,
    keyPath: login.kind === 'key' ? login.path : '',
    kept: {
      ...(login.kind === 'agent' && login.socket !== undefined ? { socket: login.socket } : {}),
      ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
    },
  }
}
