// The form of a sweep. Every change shows at once in the preview; only a draft that lacks nothing can be started.

import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardView, ModelRecord, RunRecord } from '../../../shared/ipc.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { placeOf } from '../../faults/remedies.tsx'
import { isUnderWay } from '../../state/topics.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { buildFault } from '../models/BuildProgress.tsx'
import { Advanced } from './Advanced.tsx'
import { AxisInput } from './AxisInput.tsx'
import { CheckList } from './CheckList.tsx'
import { ClockChoice } from './ClockChoice.tsx'
import { checksOf, factsOf, stopping } from './checks.ts'
import { chosenModels, fixedBatch, rowsOf } from './chosen.ts'
import { batchesOf, lacksOf, largest, planOf, type SweepDraft } from './draft.ts'
import { changeDraft } from './draftStore.ts'
import { latencyGuess } from './history.ts'
import { LadderChoice } from './LadderChoice.tsx'
import { LimitsChoice } from './LimitsChoice.tsx'
import { LoadChoice } from './LoadChoice.tsx'
import { PlanFile } from './PlanFile.tsx'
import { PlannedModels } from './PlannedModels.tsx'
import { PlanPreview } from './PlanPreview.tsx'
import { Preflight } from './Preflight.tsx'
import { Preparing } from './Preparing.tsx'
import { Presets } from './Presets.tsx'
import { notAccepted } from './preflight.ts'
import { Repetitions } from './Repetitions.tsx'
import { useClocks } from './useClocks.ts'
import { usePreflight } from './usePreflight.ts'
import { useStart } from './useStart.ts'

interface SweepFormProps {
  readonly boards: readonly BoardView[]
  readonly models: readonly ModelRecord[]
  readonly runs: readonly RunRecord[]
  readonly draft: SweepDraft
}

export function SweepForm({ boards, models, runs, draft }: SweepFormProps) {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const board = boards.find((view) => view.board.id === draft.boardId) ?? null
  const facts = board === null ? null : factsOf(board)
  const cores = facts?.cpu.availableCores ?? null
  const threads = draft.threads.length === 0 && cores !== null ? [cores] : draft.threads
  const complete = { ...draft, boardId: board?.board.id ?? null, threads }
  const chosen = chosenModels(complete, models)
  const plan = planOf(complete, models)
  const lacks = lacksOf(complete, models)
  const underWay = runs.filter(isUnderWay)
  const isFree = !underWay.some((run) => run.boardId === board?.board.id)
  const isReady = board?.connection.kind === 'ready'
  const { clocks, error: clocksError } = useClocks(complete.boardId, isReady && isFree)
  const checks = checksOf(complete, chosen, board, underWay, clocks)
  const fixed = fixedBatch(chosen)
  const start = useStart(complete, models)
  const isStopped = checks.some(({ kind }) => stopping.has(kind))
  const ready = plan !== null && board !== null && lacks.length === 0 && !isStopped
  const look = usePreflight(
    complete.boardId,
    board?.connection.kind === 'ready' && isFree,
    complete,
  )
  const open = notAccepted(look.findings ?? [], look.accepted)
  const isHeld = (start.data?.held.length ?? 0) > 0 && open.length > 0
  const begin = (acceptsAll: boolean) => {
    if (ready) start.mutate({ board: board.board.id, plan, acceptsAll })
  }

  return (
    <form
      className="sweep"
      onSubmit={(event) => {
        event.preventDefault()
        begin(false)
      }}
    >
      <Stack gap="md" className="surface">
        <Select
          label={t('sweep.board')}
          data={boards.map((view) => ({ value: view.board.id, label: nameOf(view) }))}
          value={draft.boardId}
          onChange={(boardId) => changeDraft({ boardId })}
          allowDeselect={false}
          maw={360}
        />
        <PlannedModels
          rows={rowsOf(complete, models)}
          models={models}
          processor={facts}
          onChange={(next) => changeDraft({ models: next })}
        />
        <Presets draft={complete} models={models} cores={cores} clocks={clocks} />
        <AxisInput
          label={t('sweep.batches')}
          help={fixed === null ? t('sweep.batchesHelp') : t('sweep.batchFixed', { batch: fixed })}
          values={batchesOf(draft, chosen)}
          max={largest.batch}
          locked={fixed !== null}
          onChange={(batches) => changeDraft({ batches })}
        />
        {fixed === null && <LadderChoice draft={draft} onChange={changeDraft} />}
        <AxisInput
          label={t('sweep.threads')}
          help={cores === null ? t('sweep.batchesHelp') : t('sweep.threadsHelp', { count: cores })}
          values={threads}
          max={largest.threads}
          onChange={(values) => changeDraft({ threads: values })}
        />
        <LoadChoice draft={draft} onChange={changeDraft} />
        <ClockChoice
          draft={draft}
          board={complete.boardId}
          clocks={clocks}
          error={clocksError}
          onChange={changeDraft}
        />
        <Group align="flex-start" gap="xl">
          <LimitsChoice limits={draft.limits} onChange={(limits) => changeDraft({ limits })} />
          <Repetitions
            count={draft.repetitions}
            onChange={(repetitions) => changeDraft({ repetitions })}
          />
        </Group>
        <Advanced draft={draft} boardId={complete.boardId} facts={facts} onChange={changeDraft} />
        <PlanFile plan={plan} boardId={complete.boardId} />
      </Stack>
      <Stack gap="md" className="surface">
        <PlanPreview
          plan={lacks.length === 0 ? plan : null}
          lacks={lacks}
          guess={latencyGuess(runs, complete.boardId)}
        />
        <CheckList checks={checks} onFix={changeDraft} />
        {board?.connection.kind === 'ready' && isFree && (
          <Preflight board={board.board.id} look={look} />
        )}
        <CallFault
          error={buildFault(start.error)}
          about={placeOf(complete.boardId, complete.models)}
        />
        <Preparing kind="starting" />
        {isHeld && <Held count={open.length} onAccept={() => begin(true)} />}
        <Button
          type="submit"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={!ready}
          loading={start.isPending}
        >
          {t('sweep.start')}
        </Button>
      </Stack>
    </form>
  )
}

/** Why the sweep did not start, and how it does all the same. */
function Held({ count, onAccept }: { readonly count: number; readonly onAccept: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="notice" data-tone="warn" role="alert">
      <Text mb={6}>{t('sweep.held', { count })}</Text>
      <Button size="compact-sm" variant="light" onClick={onAccept}>
        {t('sweep.acceptAll')}
      </Button>
    </div>
  )
}
