// What makes compared runs differ besides their boards: said beside the comparison, so that nobody is misled by it.

import { Group, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { unknown } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import type { LoadedComparison } from './useComparison.ts'

export function Differences({ loaded }: { readonly loaded: LoadedComparison }) {
  const { t } = useTranslation()
  const { comparison, names } = loaded
  if (comparison.differences.length === 0) return null
  return (
    <div className="notice" data-tone="warn">
      <Group gap={8} mb={4}>
        <IconAlertTriangle size={16} aria-hidden />
        <Title order={2}>{t('compare.differences')}</Title>
      </Group>
      <NumberTable
        label={t('compare.differences')}
        heads={[leftHead(t('compare.differsIn')), ...names.map(leftHead)]}
      >
        {comparison.differences.map(({ what, values }) => (
          <tr key={what}>
            <th scope="row" className="left">
              {t(`compare.difference.${what}`)}
            </th>
            {values.map((value, run) => (
              <td className="left" key={names[run]}>
                {value ?? unknown}
              </td>
            ))}
          </tr>
        ))}
      </NumberTable>
    </div>
  )
}
