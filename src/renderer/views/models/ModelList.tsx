// Every known model in one line: its name, size, parameters and work; variants under their original, by precision.

import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes, formatCount } from '../../../shared/units.ts'
import { formatFlops } from './modelFacts.ts'
import { modelTree } from './variants.ts'
import { precisionWords } from './variantWords.ts'

interface ModelListProps {
  readonly models: readonly ModelRecord[]
  readonly chosen: ModelRecord | null
}

export function ModelList({ models, chosen }: ModelListProps) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('models.list')}>
      <ul className="model-list">
        {modelTree(models).map(({ model: { sha256, name, info, variant }, depth }) => (
          <li key={sha256} style={{ marginInlineStart: `${depth}rem` }}>
            <a
              href={`#/models/${sha256}`}
              aria-current={sha256 === chosen?.sha256 ? 'true' : undefined}
            >
              <strong>
                {variant === null ? name : `${precisionWords(t, variant.precision)} · ${name}`}
              </strong>
              <span className="model-facts">
                {[
                  formatBytes(info.bytes),
                  ...(variant === null
                    ? [
                        t('models.parametersOf', { count: formatCount(info.parameterCount) }),
                        formatFlops(info.multiplyAdds),
                      ]
                    : []),
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
