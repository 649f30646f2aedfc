// Names of a run and of its points in words, the same wherever they stand.

import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import type { RunRecord, RunStatus } from '../../../shared/ipc.ts'
import { type Plan, type Point, scenarios } from '../../../shared/plan.ts'
import { precisionParts } from '../../../shared/point-label.ts'
import { clockSayings, settingSayings } from '../../../shared/result-sayings.ts'
import { toldApart } from '../../../shared/told-apart.ts'
import { said } from '../../i18n/sayings.ts'
import type { Tone } from '../boards/state.ts'
import { modelWords, pointPrecisionWords } from '../models/variantWords.ts'

export const statusTone: Readonly<Record<RunStatus, Tone>> = {
  preparing: 'busy',
  running: 'busy',
  completed: 'ready',
  cancelled: 'idle',
  failed: 'bad',
  lost: 'bad',
}

export function useModelWords() {
  const { t } = useTranslation()
  return ({ models }: Plan) => {
    const model = models[0]?.name ?? ''
    const networks = new Set(models.map(({ sha256, original }) => original ?? sha256))
    const at = [...new Set(toldApart(models).map((one) => pointPrecisionWords(t, one)))]
    if (networks.size === 1 && at.length > 1)
      return t('run.atPrecisions', { model, precisions: at.join(t('axis.and')) })
    return models.length > 1 ? t('run.moreModels', { model, count: models.length - 1 }) : model
  }
}

export function useRunBoard() {
  const { t } = useTranslation()
  return ({ boardId, boardName }: Pick<RunRecord, 'boardId' | 'boardName'>) =>
    boardId === localBoardId ? t('boards.thisComputer') : boardName
}

export function useRunTitle() {
  const { t } = useTranslation()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  return (run: RunRecord) => t('run.title', { model: modelsOf(run.plan), board: boardOf(run) })
}

/**
 * “batch 4, 2 threads, ort-c”, led by the model where the run has several. A scenario or setting that is not what stands
 * where nobody says otherwise is said too.
 */
export function usePointWords(severalModels: boolean) {
  const { t } = useTranslation()
  return (point: Point) => {
    const { batch, threads, model, engine, scenario, clock } = point
    const words = [
      ...precisionParts(model),
      t('run.point', { batch, threads: t('sweep.threadsRow', { count: threads }) }),
      ...(scenario === scenarios[0] ? [] : [t(`scenario.${scenario}.name`)]),
      engine,
      ...clockSayings(clock).map((saying) => said(t, saying)),
      ...settingSayings(point).map((saying) => said(t, saying)),
    ].join(t('axis.and'))
    return severalModels
      ? t('run.headlineOf', { model: modelWords(t, model), point: words })
      : words
  }
}
