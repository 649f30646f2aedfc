// What the monitor remembers from one look to the next: which boards, how often, how long a stretch, which lines are
// hidden. The boards also stand in the address.

import { useEffect } from 'react'
import { useSearchParams } from 'wouter'
import type { BoardId } from '../../../shared/board.ts'
import {
  type BoardView,
  type MonitorSettings,
  mostWatchedBoards,
  type Settings,
} from '../../../shared/ipc.ts'
import { callKey, queryClient, useCall } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import { keepSettings } from '../../state/settings.ts'
import { hide } from './monitorStore.ts'

const atFirst: MonitorSettings = { boards: [], hz: 10, hidden: [], spanMs: 60_000 }
const mostHidden = 500

const now = () =>
  queryClient.getQueryData<Settings>(callKey('settings.get', {}))?.monitor ?? atFirst

export const usePreferences = (): MonitorSettings =>
  useCall('settings.get', {}).data?.monitor ?? atFirst

export function prefer(part: Partial<MonitorSettings>): void {
  keepSettings({ monitor: { ...now(), ...part } }).catch(notifyFault)
}

export function useHidden() {
  const { hidden } = usePreferences()
  return {
    hidden,
    toggle: (key: string) => {
      const next = hidden.includes(key)
        ? hidden.filter((one) => one !== key)
        : [...hidden, key].slice(-mostHidden)
      hide(next)
      prefer({ hidden: next })
    },
  }
}

/** Those that the address names, else those of the last time, else the first that is connected. */
export function chosenBoards(
  boards: readonly BoardView[],
  address: string | null,
  remembered: readonly BoardId[],
): readonly BoardId[] {
  const known = boards.map(({ board }) => board.id)
  const among = (ids: readonly string[]) =>
    known.filter((id) => ids.includes(id)).slice(0, mostWatchedBoards)
  const named = among(address?.split(',') ?? [])
  if (named.length > 0) return named
  const before = among(remembered)
  if (before.length > 0) return before
  const ready = boards.find(({ connection }) => connection.kind === 'ready') ?? boards[0]
  return ready === undefined ? [] : [ready.board.id]
}

export function useChosenBoards(boards: readonly BoardView[]) {
  const [search, setSearch] = useSearchParams()
  const { boards: remembered } = usePreferences()
  const address = search.get('boards')
  const chosen = chosenBoards(boards, address, remembered)
  const said = chosen.join(',')
  useEffect(() => {
    if (said !== '' && address !== said) setSearch({ boards: said }, { replace: true })
  }, [said, address, setSearch])
  return {
    chosen,
    choose: (next: readonly BoardId[]) => {
      setSearch({ boards: next.join(',') }, { replace: true })
      prefer({ boards: [...next] })
    },
  }
}
