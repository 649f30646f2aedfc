// One tuning for several boards: what it would write on each stands there before, and what came of it after. A board that
// fails is given back by itself, and leaves the others alone.

import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { type Fault, toFault } from '../../../shared/fault.ts'
import type { BoardView } from '../../../shared/ipc.ts'
import { type PreviewedChange, previewed } from '../../../shared/tuning-now.ts'
import { changesFor, type TuningPlan } from '../../../shared/tuning-plan.ts'
import type { TuningProfile } from '../../../shared/tuning-profile.ts'
import { isOwed } from '../../../shared/tuning-seen.ts'
import { call, callOptions, useCall } from '../../api.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { isUnderWay } from '../../state/topics.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { LeaseChoice, leaseOf, usualLease } from './LeaseChoice.tsx'
import { changedFiles, nothingWords, PreviewTable, UnmetList } from './PreviewTable.tsx'
import { lookAgain } from './useTuning.ts'

interface ApplyToBoardsProps {
  readonly profile: TuningProfile
  readonly onClose: () => void
}

interface Planned {
  readonly view: BoardView
  readonly plan: TuningPlan
  readonly rows: readonly PreviewedChange[]
  readonly isTainted: boolean
  /** What an earlier tuning left there is given back first: it is planned from what stands then. */
  readonly isOwed: boolean
}

type Outcome = { readonly kind: 'written' } | { readonly kind: 'failed'; readonly fault: Fault }

/** Boards that can be written now, and what the profile means on each that is chosen. */
function usePlanned({ tuning }: TuningProfile, chosen: ReadonlySet<BoardId>) {
  const runs = useCall('runs.list', {}).data ?? []
  const boards = (useCall('boards.list', {}).data ?? []).filter(
    ({ board, connection }) =>
      connection.kind === 'ready' &&
      !runs.some((run) => run.boardId === board.id && isUnderWay(run)),
  )
  const looks = useQueries({
    queries: boards.map(({ board }) => ({
      ...callOptions('tuning.inspect', { board: board.id }),
      enabled: chosen.has(board.id),
      staleTime: 0,
    })),
  })
  const planned = boards.flatMap((view, at): readonly Planned[] => {
    const look = looks[at]
    const report = look?.data
    if (report === undefined || !chosen.has(view.board.id)) return []
    if (look?.error !== null || !look.isFetchedAfterMount) return []
    const plan = changesFor(tuning, report)
    return [
      {
        view,
        plan,
        rows: previewed(plan.changes, report),
        isTainted: report.taints.length > 0 && report.status.state !== 'tuned',
        isOwed: isOwed(report.status),
      },
    ]
  })
  const faults = boards.flatMap(({ board }, at) => {
    const error = looks[at]?.error ?? null
    return error === null ? [] : [{ board: board.id, fault: toFault(error) }]
  })
  return { boards, planned, faults }
}

export function ApplyToBoards({ profile, onClose }: ApplyToBoardsProps) {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const [chosen, setChosen] = useState<ReadonlySet<BoardId>>(new Set())
  const [lease, setLease] = useState(usualLease)
  const [outcomes, setOutcomes] = useState<ReadonlyMap<BoardId, Outcome>>(new Map())
  const { boards, planned, faults } = usePlanned(profile, chosen)
  const writable = planned.filter((one) => one.rows.length > 0 && !one.isTainted && !one.isOwed)
  const count = writable.reduce((sum, { rows }) => sum + changedFiles(rows), 0)
  const apply = useMutation({
    mutationFn: async () => {
      for (const { view, plan } of writable) {
        const board = view.board.id
        const outcome = await call('tuning.apply', {
          board,
          changes: [...plan.changes],
          lease: leaseOf(lease),
        }).then(
          (): Outcome => ({ kind: 'written' }),
          (thrown: unknown): Outcome => ({ kind: 'failed', fault: toFault(thrown) }),
        )
        void lookAgain(board)
        setOutcomes((before) => new Map([...before, [board, outcome]]))
      }
    },
  })
  const choose = (board: BoardId, isChosen: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      if (isChosen) next.add(board)
      else next.delete(board)
      return next
    })
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('tune.applyTitle', { name: profile.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('tune.applyWhat')}</Text>
        {boards.length === 0 && <Text>{t('tune.noBoards')}</Text>}
        {boards.map((view) => {
          const board = view.board.id
          const found = planned.find((one) => one.view.board.id === board)
          const failed = faults.find((one) => one.board === board)?.fault ?? null
          return (
            <BoardChoice
              key={board}
              name={nameOf(view)}
              isChosen={chosen.has(board)}
              planned={found ?? null}
              fault={failed}
              outcome={outcomes.get(board) ?? null}
              onChoose={(isChosen) => choose(board, isChosen)}
            />
          )
        })}
        <Group gap="sm" align="flex-end">
          <LeaseChoice value={lease} onChange={setLease} />
          <Button
            disabled={writable.length === 0 || outcomes.size > 0}
            loading={apply.isPending}
            onClick={() => apply.mutate()}
          >
            {t('tune.writeOn', {
              count,
              boards: t('tune.boardCount', { count: writable.length }),
            })}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

interface BoardChoiceProps {
  readonly name: string
  readonly isChosen: boolean
  readonly planned: Planned | null
  readonly fault: Fault | null
  readonly outcome: Outcome | null
  readonly onChoose: (isChosen: boolean) => void
}

function BoardChoice(props: BoardChoiceProps) {
  const { name, isChosen, planned, fault, outcome, onChoose } = props
  const { t } = useTranslation()
  return (
    <div>
      <Checkbox
        label={name}
        checked={isChosen}
        disabled={outcome !== null}
        onChange={({ currentTarget: { checked } }) => onChoose(checked)}
      />
      {fault !== null && <FaultNotice fault={fault} />}
      {planned !== null && outcome === null && <BoardPreview planned={planned} />}
      {outcome?.kind === 'written' && <Text role="status">{t('tune.writtenOn')}</Text>}
      {outcome?.kind === 'failed' && <FaultNotice fault={outcome.fault} />}
    </div>
  )
}

function BoardPreview({ planned }: { readonly planned: Planned }) {
  const { t } = useTranslation()
  const { rows, plan, isTainted } = planned
  if (planned.isOwed) return <Text size="xs">{t('tune.owedAlone')}</Text>
  if (isTainted) return <Text size="xs">{t('tune.taintedAlone')}</Text>
  return (
    <>
      {rows.length === 0 ? (
        <Text size="xs">{t(nothingWords(plan))}</Text>
      ) : (
        <details className="fold">
          <summary>{t('tune.writes', { count: changedFiles(rows) })}</summary>
          <PreviewTable rows={rows} />
        </details>
      )}
      <UnmetList unmet={plan.unmet} />
    </>
  )
}
