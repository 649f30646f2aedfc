// The form of a sweep. Every change shows at once in the preview; only a draft that lacks nothing can be started.

import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardView, ModelRecord } from '../../../shared/ipc.ts'
import { type Mode, modeLimits, modes, type Plan } from '../../../shared/plan.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { notifyFault } from '../../faults/notifyFault.ts'
import { navigate } from '../../state/address.ts'
import { keepSettings } from '../../state/settings.ts'
import { useBoardName } from '../boards/BoardCard.tsx'
import { AxisInput } from './AxisInput.tsx'
import { allowedBatches, lacksOf, largest, newSeed, planOf, type SweepDraft } from './draft.ts'
import { ModelChoice } from './ModelChoice.tsx'
import { PlanPreview } from './PlanPreview.tsx'

interface SweepFormProps {
  readonly boards: readonly BoardView[]
  readonly models: readonly ModelRecord[]
  readonly initial: SweepDraft
}

const coresOf = ({ connection, lastFacts }: BoardView) =>
  (connection.kind === 'ready' ? connection.facts : lastFacts)?.cpu.availableCores ?? null

const isMode = (value: string): value is Mode => modes.some((mode) => mode === value)

export function SweepForm({ boards, models, initial }: SweepFormProps) {
  const { t } = useTranslation()
  const nameOf = useBoardName()
  const [draft, setDraft] = useState(initial)
  const [seed] = useState(newSeed)
  const set = (part: Partial<SweepDraft>) => setDraft((before) => ({ ...before, ...part }))

  const model = models.find(({ sha256 }) => sha256 === draft.sha256) ?? null
  const board = boards.find((view) => view.board.id === draft.boardId) ?? null
  const cores = board === null ? null : coresOf(board)
  const threads = draft.threads.length === 0 && cores !== null ? [cores] : draft.threads
  const complete = { ...draft, boardId: board?.board.id ?? null, threads }
  const plan = planOf(complete, model, seed)
  const lacks = lacksOf(complete, model)

  const start = useMutation({
    mutationFn: async (wanted: { readonly board: string; readonly plan: Plan }) => {
      const run = await call('runs.start', wanted)
      keepSettings({ lastPlan: wanted.plan, lastBoard: wanted.board }).catch(notifyFault)
      return run
    },
    onSuccess: ({ id }) => navigate(`/runs/${id}`),
  })
  const ready = plan !== null && board !== null && lacks.length === 0

  return (
    <form
      className="sweep"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) start.mutate({ board: board.board.id, plan })
      }}
    >
      <Stack gap="md" className="surface">
        <Select
          label={t('sweep.board')}
          data={boards.map((view) => ({ value: view.board.id, label: nameOf(view) }))}
          value={draft.boardId}
          onChange={(boardId) => {
            set({ boardId })
            if (boardId !== null) navigate(`/sweep?board=${boardId}`, { replace: true })
          }}
          allowDeselect={false}
          maw={360}
        />
        <ModelChoice models={models} chosen={draft.sha256} onChoose={(sha256) => set({ sha256 })} />
        {model !== null && model.info.openDims.length > 0 && (
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <Text component="legend" fw={500} p={0}>
              {t('sweep.dims')}
            </Text>
            <Text size="xs" c="dimmed" mb={4}>
              {t('sweep.dimsWhat')}
            </Text>
            <Group gap="sm">
              {model.info.openDims.map((name) => (
                <NumberInput
                  key={name}
                  label={<span className="mono">{name}</span>}
                  value={draft.dims[name] ?? ''}
                  onChange={(value) => {
                    const { [name]: _, ...others } = draft.dims
                    const number = Number(value)
                    set({ dims: value === '' ? others : { ...others, [name]: number } })
                  }}
                  min={1}
                  max={largest.dim}
                  allowDecimal={false}
                  allowNegative={false}
                  clampBehavior="strict"
                  w={160}
                />
              ))}
            </Group>
          </fieldset>
        )}
        <AxisInput
          label={t('sweep.batches')}
          help={
            model !== null && model.info.batch !== 'dynamic'
              ? t('sweep.batchFixed', { batch: model.info.batch })
              : t('sweep.batchesHelp')
          }
          values={allowedBatches(model, draft.batches)}
          max={largest.batch}
          locked={model !== null && model.info.batch !== 'dynamic'}
          onChange={(batches) => set({ batches })}
        />
        <AxisInput
          label={t('sweep.threads')}
          help={cores === null ? t('sweep.batchesHelp') : t('sweep.threadsHelp', { count: cores })}
          values={threads}
          max={largest.threads}
          onChange={(values) => set({ threads: values })}
          caution={
            cores !== null && threads.some((count) => count > cores)
              ? t('sweep.threadsTooMany', { cores })
              : null
          }
        />
        <div>
          <Text fw={500} id="sweep-mode" mb={4}>
            {t('sweep.mode')}
          </Text>
          <SegmentedControl
            aria-labelledby="sweep-mode"
            value={draft.mode}
            onChange={(value) => {
              if (isMode(value)) set({ mode: value })
            }}
            data={modes.map((mode) => ({ value: mode, label: t(`sweep.${mode}`) }))}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {t(`sweep.${draft.mode}What`, {
              seconds: modeLimits[draft.mode].maxMs / 1000,
              samples: modeLimits[draft.mode].minSamples,
            })}
          </Text>
        </div>
      </Stack>
      <Stack gap="md" className="surface">
        <PlanPreview plan={ready ? plan : null} lacks={lacks} />
        <CallFault error={start.error} />
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
