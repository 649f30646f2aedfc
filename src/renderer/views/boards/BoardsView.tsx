// Home: what can be measured, and how is it? A card for each board, this computer first; the first thing to do
// where nothing has been measured yet.

import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import type { BoardView, RunRecord } from '../../../shared/ipc.ts'
import { formatDuration } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { ConfirmRemoval } from '../../ConfirmRemoval.tsx'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { notifyFault } from '../../faults/notifyFault.ts'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { connectBoard } from '../../state/connect.ts'
import { isUnderWay } from '../../state/topics.ts'
import { BoardCard, useBoardName } from './BoardCard.tsx'
import { BoardDialog } from './BoardDialog.tsx'
import { ImportHosts } from './ImportHosts.tsx'
import { quickLookMs } from './quickLook.ts'
import { useMeasureHere } from './useMeasureHere.ts'

const localFirst = (boards: readonly BoardView[]) =>
  boards.toSorted(
    (a, b) => Number(b.board.id === localBoardId) - Number(a.board.id === localBoardId),
  )

function lastCompleted(runs: readonly RunRecord[], board: string): RunRecord | null {
  return (
    runs
      .filter(
        (run) => run.boardId === board && run.status === 'completed' && run.measuredPoints > 0,
      )
      .toSorted((a, b) => b.createdMs - a.createdMs)[0] ?? null
  )
}

function Welcome() {
  const { t } = useTranslation()
  const measure = useMeasureHere()
  return (
    <section className="surface" aria-label={t('boards.measure')}>
      <Stack gap="sm">
        <Text size="lg" fw={600}>
          {t('boards.welcome')}
        </Text>
        <Text c="dimmed">
          {t('boards.welcomeWhat', { duration: formatDuration(quickLookMs()) })}
        </Text>
        <CallFault
          error={measure.error}
          about={{ board: localBoardId }}
          onRetry={() => measure.mutate()}
        />
        <Group>
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => measure.mutate()}
            loading={measure.isPending}
          >
            {t('boards.measure')}
          </Button>
        </Group>
      </Stack>
    </section>
  )
}

export function BoardsView() {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const boards = useCall('boards.list', {})
  const runs = useCall('runs.list', {})
  const [adding, { open, close }] = useDisclosure(false)
  const [importing, setImporting] = useState(false)
  const [editing, setEditing] = useState<BoardView | null>(null)
  const [removing, setRemoving] = useState<BoardView | null>(null)

  const connect = (board: string) => void connectBoard(board).catch(notifyFault)
  const local = boards.data?.find(({ board }) => board.id === localBoardId)
  const localIsIdle = local?.connection.kind === 'idle'
  useEffect(() => {
    if (localIsIdle) connectBoard(localBoardId).catch(notifyFault)
  }, [localIsIdle])

  return (
    <Stack gap="md">
      <ViewTitle
        title={t('boards.title')}
        actions={
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            {t('boards.add')}
          </Button>
        }
      />
      <CallFault error={boards.error ?? runs.error} onRetry={() => void boards.refetch()} />
      {runs.data?.length === 0 && <Welcome />}
      <div className="boards">
        {localFirst(boards.data ?? []).map((view) => (
          <BoardCard
            key={view.board.id}
            view={view}
            measuring={
              runs.data?.some((run) => run.boardId === view.board.id && isUnderWay(run)) ?? false
            }
            lastRun={lastCompleted(runs.data ?? [], view.board.id)}
            onEdit={() => setEditing(view)}
            onRemove={() => setRemoving(view)}
          />
        ))}
      </div>
      {adding && (
        <BoardDialog
          board={null}
          onClose={close}
          onSaved={connect}
          onImport={() => {
            close()
            setImporting(true)
          }}
        />
      )}
      {importing && <ImportHosts onClose={() => setImporting(false)} />}
      {editing?.board.kind === 'ssh' && (
        <BoardDialog board={editing.board} onClose={() => setEditing(null)} onSaved={connect} />
      )}
      {removing !== null && (
        <ConfirmRemoval
          title={t('boards.removeTitle', { name: nameOf(removing) })}
          what={t('boards.removeWhat')}
          button={t('boards.removeButton')}
          channel="boards.remove"
          request={{ board: removing.board.id }}
          list="boards.list"
          onClose={() => setRemoving(null)}
        />
      )}
    </Stack>
  )
}
