// The monitor: what do the boards do right now? Strips over one axis of time for one or several boards, a column for each
// where there are several. While this computer is measured nothing is drawn, and figures change once a second.

import { Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { BoardView } from '../../../shared/ipc.ts'
import type { TelemetryDescription } from '../../../shared/telemetry.ts'
import { useCall } from '../../api.ts'
import { runInks } from '../../charts/runInk.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { notifyFault } from '../../faults/notifyFault.ts'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { quietIntervalMs } from '../../state/pace.ts'
import { useTelemetry, watchTelemetry } from '../../state/telemetry.ts'
import { measuresHere } from '../../state/topics.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { BoardHead } from './BoardHead.tsx'
import { GroupStrip } from './GroupStrip.tsx'
import { type Group, groupNames, groupsOf } from './groups.ts'
import { readAnew, resetMonitor, samplesOf, stage, useMonitor } from './monitorStore.ts'
import { NotMeasured } from './NotMeasured.tsx'
import { Processes } from './Processes.tsx'
import { useChosenBoards, usePreferences } from './preferences.ts'
import { type Slowed, slowedOf } from './slowed.ts'
import { Toolbar } from './Toolbar.tsx'

/** How often figures in words change. */
const readEveryMs = 500
/** Nothing is looked at so often. */
const hzOfNobody = 1

export function MonitorView() {
  const { t } = useTranslation()
  const boards = useCall('boards.list', {})
  return (
    <Stack gap="md">
      <ViewTitle title={t('monitor.title')} />
      <CallFault error={boards.error} />
      {boards.data !== undefined && <Monitor boards={boards.data} />}
    </Stack>
  )
}

/** Looks at these boards for as long as the view is open. */
function useWatch(chosen: readonly BoardId[], hz: number) {
  const { mutate, error } = useMutation({
    mutationFn: (watch: { readonly boards: readonly BoardId[]; readonly hz: number }) =>
      watchTelemetry(watch.boards, watch.hz),
  })
  const ids = chosen.join(',')
  useEffect(() => mutate({ boards: ids === '' ? [] : ids.split(','), hz }), [ids, hz, mutate])
  useEffect(() => () => void watchTelemetry([], hzOfNobody).catch(notifyFault), [])
  return { error, again: () => mutate({ boards: chosen, hz }) }
}

/** Crosshair and selection as the style draws them, without a rendering of the page. */
function useCursorStyle() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      useMonitor.subscribe(({ cursor, selection }) => {
        const { current } = place
        if (current === null) return
        const set = (name: string, share: number | null) =>
          share === null
            ? current.style.removeProperty(name)
            : current.style.setProperty(name, `${share * 100}%`)
        set('--cursor', cursor)
        set('--selected-from', selection === null ? null : Math.min(...selection))
        set('--selected-to', selection === null ? null : Math.max(...selection))
        current.toggleAttribute('data-cursor', cursor !== null)
        current.toggleAttribute('data-selecting', selection !== null)
      }),
    [],
  )
  return place
}

function useMovement(isQuiet: boolean) {
  useEffect(() => {
    const isHeld = useMonitor.getState().time.heldMs !== null
    stage.setMode(isQuiet ? 'resting' : isHeld ? 'still' : 'moving')
    const timer = setInterval(readAnew, isQuiet ? quietIntervalMs : readEveryMs)
    return () => clearInterval(timer)
  }, [isQuiet])
}

function Monitor({ boards }: { readonly boards: readonly BoardView[] }) {
  const { t } = useTranslation()
  const { hz, spanMs, hidden } = usePreferences()
  const { chosen, choose } = useChosenBoards(boards)
  const watch = useWatch(chosen, hz)
  const isQuiet = measuresHere(useCall('runs.list', {}).data ?? [])
  const remembered = useRef({ spanMs, hidden })
  useEffect(() => resetMonitor(remembered.current.spanMs, remembered.current.hidden), [])
  useMovement(isQuiet)
  const place = useCursorStyle()
  const shown = boards.filter(({ board }) => chosen.includes(board.id))
  const inks = runInks(
    shown.map(({ board }) => ({ boardId: board.id })),
    boards.map(({ board }) => board.id),
  )
  return (
    <div className="monitor" ref={place}>
      <Toolbar boards={boards} chosen={chosen} onChoose={choose} drawn={!isQuiet} />
      <CallFault error={watch.error} onRetry={watch.again} />
      {isQuiet && <Text className="notice monitor-quiet">{t('monitor.quiet')}</Text>}
      {boards.length === 0 && <Text>{t('monitor.noBoards')}</Text>}
      <Boards shown={shown} inks={inks} drawn={!isQuiet} />
      {!isQuiet && (
        <Text size="xs" c="dimmed">
          {t('monitor.howTo')}
        </Text>
      )}
    </div>
  )
}

interface BoardsProps {
  readonly shown: readonly BoardView[]
  readonly inks: readonly number[]
  readonly drawn: boolean
}

interface Readings {
  readonly groups: readonly Group[]
  readonly slowed: () => Slowed
}

const nothing: Readings = { groups: [], slowed: () => ({ lines: [], spans: [] }) }
const known = new WeakMap<TelemetryDescription, Readings>()

/** The same for the same description, so that a chart goes on where its board does. */
function readingsOf(board: BoardId, description: TelemetryDescription | null): Readings {
  if (description === null) return nothing
  const before = known.get(description)
  if (before !== undefined) return before
  const groups = groupsOf(description)
  const throttling = groups.find(({ name }) => name === 'throttling') ?? { lines: [] }
  const readings = { groups, slowed: slowedOf(board, throttling, samplesOf) }
  known.set(description, readings)
  return readings
}

/** While time stands still, what there was then. */
function useColumns(shown: readonly BoardView[]) {
  const live = useTelemetry(({ feeds }) => feeds)
  const still = useMonitor((state) => state.still)
  return shown.map((view) => {
    const { id } = view.board
    return { view, ...readingsOf(id, (still ?? live)[id]?.view.description ?? null) }
  })
}

function Boards({ shown, inks, drawn }: BoardsProps) {
  const columns = useColumns(shown)
  const [first] = columns
  const heads = columns.map(({ view, slowed }, index) => (
    <BoardHead key={view.board.id} view={view} ink={inks[index] ?? 0} slowed={slowed} />
  ))
  if (first !== undefined && columns.length === 1)
    return (
      <div className="monitor-one">
        {heads}
        <OneBoard column={first} drawn={drawn} />
      </div>
    )
  return (
    <div
      className="monitor-columns"
      style={{ gridTemplateColumns: `repeat(${columns.length}, minmax(23rem, 1fr))` }}
    >
      {heads}
      <SeveralBoards columns={columns} drawn={drawn} />
    </div>
  )
}

type Column = ReturnType<typeof useColumns>[number]

/** What is measured in as many columns as there is room for, and what is not in a list. */
function OneBoard({ column, drawn }: { readonly column: Column; readonly drawn: boolean }) {
  const { view, groups, slowed } = column
  const board = view.board.id
  if (groups.length === 0) return null
  return (
    <>
      {groups
        .filter(({ lines }) => lines.length > 0)
        .map((group) => (
          <GroupStrip
            key={group.name}
            board={board}
            boardName={null}
            group={group}
            slowed={slowed}
            drawn={drawn}
          />
        ))}
      <Processes board={board} boardName={null} />
      <NotMeasured groups={groups.filter(({ lines }) => lines.length === 0)} />
    </>
  )
}

interface SeveralBoardsProps {
  readonly columns: readonly Column[]
  readonly drawn: boolean
}

/** A column for each, what is alike in one row. */
function SeveralBoards({ columns, drawn }: SeveralBoardsProps) {
  const nameOf = useBoardName()
  const rows = groupNames.filter((name) =>
    columns.some(({ groups }) => groups.some((group) => group.name === name)),
  )
  return (
    <>
      {rows.flatMap((name) =>
        columns.map(({ view, groups, slowed }) => {
          const group = groups.find((one) => one.name === name)
          const key = `${name} ${view.board.id}`
          return group === undefined ? (
            <div key={key} />
          ) : (
            <GroupStrip
              key={key}
              board={view.board.id}
              boardName={nameOf(view)}
              group={group}
              slowed={slowed}
              drawn={drawn}
            />
          )
        }),
      )}
      {columns.map(({ view }) => (
        <Processes key={view.board.id} board={view.board.id} boardName={nameOf(view)} />
      ))}
    </>
  )
}
