// What the window itself can do about a fault, by its code: one component each, which does it and nothing more.
// A fault that is not listed has its hint, its command and Try again.

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../shared/board.ts'
import { runIdSchema } from '../../shared/event.ts'
import { type Fault, type FaultCode, toFault } from '../../shared/fault.ts'
import { formatBytes } from '../../shared/units.ts'
import { call, callKey, queryClient } from '../api.ts'
import { faultWords } from '../i18n/index.ts'

/** What a fault is about, as far as whoever shows it knows. */
export interface FaultPlace {
  readonly board?: BoardId
  /** The content of the model. */
  readonly model?: string
}

/** A fault of a plan with one model is about that model. */
export function placeOf(
  board: BoardId | null,
  models: readonly { readonly sha256: string }[],
): FaultPlace {
  const [model, ...others] = models
  return {
    ...(board === null ? {} : { board }),
    ...(model !== undefined && others.length === 0 ? { model: model.sha256 } : {}),
  }
}

interface RemedyProps {
  readonly fault: Fault
  readonly about: FaultPlace
  /** What was tried when it failed. */
  readonly onRetry?: () => void
}

interface ActionProps<T> {
  readonly label: string
  readonly done: (value: T) => string | null
  readonly act: () => Promise<T>
}

/** A button that does something once, and says what came of it. */
function Action<T>({ label, done, act }: ActionProps<T>) {
  const { t } = useTranslation()
  const work = useMutation({ mutationFn: act })
  const said = work.isSuccess ? done(work.data) : null
  if (said !== null) return <span role="status">{said}</span>
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        onClick={() => work.mutate()}
        loading={work.isPending}
      >
        {label}
      </Button>
      {work.error !== null && (
        <span role="status">{faultWords(t, toFault(work.error)).message}</span>
      )}
    </>
  )
}

/** The run that measures on the board already: looked at, or ended. */
function BusyRun({ fault }: RemedyProps) {
  const { t } = useTranslation()
  const run = runIdSchema.safeParse(fault.params.run)
  if (!run.success) return null
  return (
    <>
      <Button component="a" href={`#/runs/${run.data}`} size="compact-sm" variant="light">
        {t('faultsUi.openRun')}
      </Button>
      <Action
        label={t('faultsUi.cancelRun')}
        act={() => call('runs.cancel', { run: run.data })}
        done={() => t('faultsUi.runCancelled')}
      />
    </>
  )
}

/** The same model where it is now, with what belongs beside it, or another version of it. */
function ChooseModelAgain({ onRetry }: RemedyProps) {
  const { t } = useTranslation()
  return (
    <Action
      label={t('faultsUi.chooseModel')}
      act={async () => {
        const { path } = await call('dialog.openModel', {})
        if (path === null) return null
        const model = await call('models.add', { path })
        await queryClient.invalidateQueries({ queryKey: callKey('models.list', {}) })
        onRetry?.()
        return model
      }}
      done={(model) => (model === null ? null : t('faultsUi.modelAdded', { name: model.name }))}
    />
  )
}

/** What Benchtop itself keeps on the board and does not need there. */
function CleanBoard({ about: { board } }: RemedyProps) {
  const { t } = useTranslation()
  if (board === undefined) return null
  return (
    <Action
      label={t('faultsUi.cleanBoard')}
      act={() => call('boards.clean', { board })}
      done={({ freedBytes }) => t('faultsUi.boardCleaned', { size: formatBytes(freedBytes) })}
    />
  )
}

/** Where the sizes of a model are given: the sweep's form. */
function GiveSizes({ about: { model } }: RemedyProps) {
  const { t } = useTranslation()
  if (model === undefined) return null
  return (
    <Button component="a" href={`#/sweep?model=${model}`} size="compact-sm" variant="light">
      {t('faultsUi.setSizes')}
    </Button>
  )
}

/** Where it is said what a board owes, and where the helper is installed. */
function LookAtTuning({ about: { board } }: RemedyProps) {
  const { t } = useTranslation()
  if (board === undefined) return null
  return (
    <Button component="a" href={`#/tune/${board}`} size="compact-sm" variant="light">
      {t('run.clocks.look')}
    </Button>
  )
}

const remedies: Partial<Record<FaultCode, (props: RemedyProps) => ReactNode>> = {
  'board-busy': BusyRun,
  'no-space': CleanBoard,
  'input-dims-unknown': GiveSizes,
  'tuning-needs-helper': LookAtTuning,
  'tuning-leftover': LookAtTuning,
  'tuning-not-given-back': LookAtTuning,
  'model-missing': ChooseModelAgain,
  'model-data-missing': ChooseModelAgain,
  'model-data-short': ChooseModelAgain,
  'model-data-outside': ChooseModelAgain,
  'model-changed': ChooseModelAgain,
}

export function Remedy(props: RemedyProps) {
  const Found = remedies[props.fault.code]
  return Found === undefined ? null : <Found {...props} />
}
