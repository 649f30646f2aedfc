// The models of a report: what each is, by the content that another engineer can check.

import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReportModel } from '../../shared/report.ts'
import { formatBytes, formatCount, unknown } from '../../shared/units.ts'

export function ReportedModels({ models }: { readonly models: readonly ReportModel[] }) {
  const { t } = useTranslation()
  return (
    <div className="surface">
      <Title order={3} mb={8}>
        {t('report.models')}
      </Title>
      {models.map(({ sha256, name, known }) => {
        const facts: readonly (readonly [string, string])[] = [
          [t('table.model'), name],
          [t('report.architecture'), known?.architecture ?? unknown],
          [t('report.precision'), known?.precision ?? unknown],
          [t('report.size'), formatBytes(known?.bytes ?? null)],
          [t('report.parameters'), formatCount(known?.parameterCount ?? null)],
          [t('report.multiplyAdds'), formatCount(known?.multiplyAdds ?? null)],
          [t('report.opset'), known === null ? unknown : String(known.opset)],
          [t('report.sha256'), sha256],
        ]
        return (
          <dl className="facts" key={sha256}>
            {facts.map(([fact, value]) => (
              <div key={fact}>
                <dt>{fact}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )
      })}
    </div>
  )
}
