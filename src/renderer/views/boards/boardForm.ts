// The form that adds a board: what was typed, what is wrong with it, and the request that it stands for.
// The rules are the contract's own schema, so that the form and main never disagree.

import { type CallRequest, callRequests } from '../../../shared/ipc.ts'

export interface BoardForm {
  readonly name: string
  readonly host: string
  readonly port: string | number
  readonly user: string
  readonly keyPath: string
}

export const emptyBoardForm: BoardForm = { name: '', host: '', port: 22, user: '', keyPath: '' }

export type BoardField = 'name' | 'host' | 'port' | 'user' | 'key'

const fields: Readonly<Record<string, BoardField>> = {
  name: 'name',
  host: 'host',
  port: 'port',
  user: 'user',
  path: 'key',
}

export type BoardFormCheck =
  | { readonly ok: true; readonly request: CallRequest<'boards.add'> }
  | { readonly ok: false; readonly wrong: ReadonlySet<BoardField> }

/** A board without a name is called by its host. */
export function checkBoardForm({ name, host, port, user, keyPath }: BoardForm): BoardFormCheck {
  const parsed = callRequests['boards.add'].safeParse({
    name: name.trim() === '' ? host : name,
    address: { host, port: Number(port), user, login: { kind: 'key', path: keyPath }, via: [] },
  })
  if (parsed.success) return { ok: true, request: parsed.data }
  const wrong = parsed.error.issues.flatMap(({ path }) => fields[String(path.at(-1))] ?? [])
  const nameless = name.trim() === ''
  return { ok: false, wrong: new Set(wrong.filter((field) => !(nameless && field === 'name'))) }
}
