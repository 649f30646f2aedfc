// Where a model lies, what identifies it, what stands beside it, and the runs that measured it.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes } from '../../../shared/units.ts'
import { useCall } from '../../api.ts'
import { CopyButton } from '../../CopyButton.tsx'
import { useMoment } from '../../i18n/moment.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { statusTone, useRunBoard } from '../run/runWords.ts'
import { runsOf } from './modelFacts.ts'

interface OfModel {
  readonly model: ModelRecord
}

export function ModelFiles({ model }: OfModel) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const { externalFiles } = model.info
  return (
    <>
      <Title order={3} mb={4}>
        {t('models.files')}
      </Title>
      <dl className="facts">
        <div>
          <dt>{t('models.place')}</dt>
          <dd className="mono">{model.path}</dd>
        </div>
        <div>
          <dt>{t('models.sha256')}</dt>
          <dd>
            <span className="mono">{model.sha256.slice(0, 16)}…</span>{' '}
            <CopyButton text={() => model.sha256} label={t('models.copySha256')} />
          </dd>
        </div>
        <div>
          <dt>{t('models.added')}</dt>
          <dd>{momentOf(model.addedMs)}</dd>
        </div>
      </dl>
      {externalFiles.length > 0 && (
        <>
          <Text size="xs" c="dimmed" mt={8}>
            {t('models.external')}
          </Text>
          <ul className="plain">
            {externalFiles.map(({ location, bytes }) => (
              <li key={location}>
                <span className="mono">{location}</span> {formatBytes(bytes)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

export function ModelRuns({ model }: OfModel) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const boardOf = useRunBoard()
  const runs = runsOf(useCall('runs.list', {}).data ?? [], model.sha256)
  return (
    <>
      <Title order={3} mb={4}>
        {t('models.runs')}
      </Title>
      {runs.length === 0 && <Text c="dimmed">{t('models.noRuns')}</Text>}
      <ul className="plain">
        {runs.map((run) => (
          <li key={run.id}>
            <a href={`#/runs/${run.id}`}>
              {t('models.runOn', {
                board: boardOf(run),
                when: momentOf(run.createdMs),
              })}
            </a>{' '}
            <StateWord tone={statusTone[run.status]} word={t(`run.status.${run.status}`)} />
          </li>
        ))}
      </ul>
    </>
  )
}
