// What can not be watched on a board, each with the reason: nothing is left out in silence.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Reasons } from './GroupStrip.tsx'
import type { Group } from './groups.ts'

export function NotMeasured({ groups }: { readonly groups: readonly Group[] }) {
  const { t } = useTranslation()
  if (groups.length === 0) return null
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {t('monitor.notMeasured')}
      </Title>
      <dl className="monitor-missing">
        {groups.map((group) => (
          <div key={group.name}>
            <dt>{t(`monitor.group.${group.name}`)}</dt>
            <dd>
              <Reasons group={group} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
