// The models: what is in the file? A list on the left, the chosen one beside it; the address names the chosen one.

import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { AddModel } from './AddModel.tsx'
import { ModelDetail } from './ModelDetail.tsx'
import { ModelList } from './ModelList.tsx'

export function ModelsView({ sha256 = null }: { readonly sha256?: string | null }) {
  const { t } = useTranslation()
  const models = useCall('models.list', {})
  const known = models.data ?? []
  const chosen = sha256 === null ? known[0] : known.find((model) => model.sha256 === sha256)
  return (
    <Stack gap="md">
      <ViewTitle title={t('models.title')} />
      <CallFault error={models.error} onRetry={() => void models.refetch()} />
      <div className="models">
        <Stack gap="md">
          {known.length > 0 && <ModelList models={known} chosen={chosen ?? null} />}
          <AddModel models={known} />
        </Stack>
        {chosen === undefined ? (
          <section className="surface">
            <Text size="lg" fw={600} mb={4}>
              {t(known.length === 0 ? 'models.empty' : 'models.notThere')}
            </Text>
            <Text c="dimmed">{t('models.emptyWhat')}</Text>
          </section>
        ) : (
          <ModelDetail key={chosen.sha256} model={chosen} models={known} />
        )}
      </div>
    </Stack>
  )
}
