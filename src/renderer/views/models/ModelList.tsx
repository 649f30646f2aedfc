// Every known model in one line: its name, size, parameters and work.

import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes, formatCount } from '../../../shared/units.ts'
import { formatFlops } from './modelFacts.ts'

interface ModelListProps {
  readonly models: readonly ModelRecord[]
  readonly chosen: ModelRecord | null
}

export function ModelList({ models, chosen }: ModelListProps) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('models.list')}>
      <ul className="model-list">
        {models.map(({ sha256, name, info }) => (
          <li key={sha256}>
            <a
              href={`#/models/${sha256}`}
              aria-current={sha256 === chosen?.sha256 ? 'true' : undefined}
            >
              <strong>{name}</strong>
              <span className="model-facts">
                {[
                  formatBytes(info.bytes),
                  t('models.parametersOf', { count: formatCount(info.parameterCount) }),
                  formatFlops(info.multiplyAdds),
                ]
                  .filter((fact) => fact !== null)
                  .join(' · ')}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
