// The operators of a model as a list of bars from zero; the rare ones are folded away.

import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { operatorCounts } from './modelFacts.ts'

const shownAtFirst = 12

interface OperatorBarsProps {
  readonly operators: ModelRecord['info']['operators']
}

export function OperatorBars({ operators }: OperatorBarsProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const counts = operatorCounts(operators)
  const nodes = counts.reduce((sum, { count }) => sum + count, 0)
  const shown = all ? counts : counts.slice(0, shownAtFirst)
  return (
    <>
      <Title order={3} mb={4}>
        {t('models.operators', { kinds: counts.length, nodes })}
      </Title>
      <table className="bars" aria-label={t('models.operatorsLabel')}>
        <tbody>
          {shown.map(({ operator, count, share }) => (
            <tr key={operator}>
              <th scope="row" className="mono">
                {operator}
              </th>
              <td>{count}</td>
              <td aria-hidden="true">
                <div className="bar" style={{ width: `${share * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {counts.length > shownAtFirst && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={() => setAll(!all)}>
          {all
            ? t('models.fewerOperators')
            : t('models.moreOperators', { count: counts.length - shownAtFirst })}
        </Button>
      )}
    </>
  )
}
