// Tuning: what is the board set to, and what do I want? One board at a time, by its address; without one the first that
// is connected, which the address names from then on.

import { Button, NativeSelect, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView } from '../../../shared/ipc.ts'
import { useCall } from '../../api.ts'
import { CallFault, FaultNotice } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { navigate } from '../../state/address.ts'
import { useConnect } from '../../state/connect.ts'
import { isUnderWay } from '../../state/topics.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { BoardTuning } from './BoardTuning.tsx'
import { LastSeen } from './LastSeen.tsx'

/** The board of the address, else one that can be looked at now. */
function boardOf(boards: readonly BoardView[], asked: string | undefined): BoardView | undefined {
  return asked === undefined
    ? (boards.find(({ connection }) => connection.kind === 'ready') ?? boards[0])
    : boards.find(({ board }) => board.id === asked)
}

export function TuneView({ board: asked }: { readonly board?: string }) {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const boards = useCall('boards.list', {})
  const view = boards.data === undefined ? undefined : boardOf(boards.data, asked)
  const found = view?.board.id
  useEffect(() => {
    if (asked === undefined && found !== undefined) navigate(`/tune/${found}`, { replace: true })
  }, [asked, found])
  return (
    <Stack gap="md">
      <ViewTitle
        title={t('tune.title')}
        actions={
          view !== undefined && (
            <NativeSelect
              aria-label={t('tune.board')}
              value={view.board.id}
              data={(boards.data ?? []).map((one) => ({
                value: one.board.id,
                label: nameOf(one),
              }))}
              onChange={({ currentTarget: { value } }) => navigate(`/tune/${value}`)}
            />
          )
        }
      />
      <CallFault error={boards.error} />
      {boards.data !== undefined && view === undefined && <Text>{t('tune.noBoard')}</Text>}
      {view !== undefined && <OneBoard key={view.board.id} view={view} />}
    </Stack>
  )
}

function OneBoard({ view }: { readonly view: BoardView }) {
  const { connection } = view
  const runs = useCall('runs.list', {}).data ?? []
  const measuring = runs.find((run) => run.boardId === view.board.id && isUnderWay(run))
  if (connection.kind !== 'ready') return <NotConnected view={view} />
  return <BoardTuning view={view} measuring={measuring?.id ?? null} />
}

/** What was seen last, and the way back to it. */
function NotConnected({ view }: { readonly view: BoardView }) {
  const { t } = useTranslation()
  const { board, connection } = view
  const name = useBoardName()(view)
  const connect = useConnect(board.id)
  return (
    <>
      <LastSeen view={view} />
      <section className="surface">
        <Stack gap="sm" align="flex-start">
          <Text>{t('tune.connectFirst', { name })}</Text>
          {connection.kind === 'fault' && (
            <FaultNotice
              fault={connection.fault}
              about={{ board: board.id }}
              onRetry={() => connect.mutate()}
              retrying={connect.isPending}
            />
          )}
          {connection.kind !== 'fault' && (
            <Button
              loading={connect.isPending || connection.kind === 'connecting'}
              onClick={() => connect.mutate()}
            >
              {t('boards.connect')}
            </Button>
          )}
          <CallFault error={connect.error} about={{ board: board.id }} />
        </Stack>
      </section>
    </>
  )
}
