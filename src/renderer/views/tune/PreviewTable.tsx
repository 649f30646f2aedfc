// What would be written, line by line in its order, and what of a wish the board does not do.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PreviewedChange } from '../../../shared/tuning-now.ts'
import type { TuningPlan } from '../../../shared/tuning-plan.ts'
import { unmetSaying } from '../../../shared/tuning-sayings.ts'
import type { Unmet } from '../../../shared/tuning-steps.ts'
import { unknown } from '../../../shared/units.ts'
import { said } from '../../i18n/sayings.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { FilePath } from './MadeChanges.tsx'

/** How many files end up written: on the way one may be written twice. */
export const changedFiles = (rows: readonly PreviewedChange[]): number =>
  new Set(rows.map(({ path }) => path)).size

/** Of a plan that writes nothing: because all of it stands, or because no more of it can be had. */
export const nothingWords = ({ unmet }: TuningPlan) =>
  unmet.length === 0 ? ('tune.nothingToWrite' as const) : ('tune.nothingToHave' as const)

export function PreviewTable({ rows }: { readonly rows: readonly PreviewedChange[] }) {
  const { t } = useTranslation()
  const heads = ['file', 'from', 'to'] as const
  return (
    <div className="preview-table">
      <NumberTable
        label={t('tune.preview')}
        heads={heads.map((head) => leftHead(t(`tune.head.${head}`)))}
      >
        {rows.map(({ path, from, value }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may be written twice; its place tells it apart
          <tr key={at}>
            <FilePath path={path} />
            <td className="left mono">{from ?? unknown}</td>
            <td className="left mono">{value}</td>
          </tr>
        ))}
      </NumberTable>
    </div>
  )
}

export function UnmetList({ unmet }: { readonly unmet: readonly Unmet[] }) {
  const { t } = useTranslation()
  if (unmet.length === 0) return null
  return (
    <div>
      <Text fw={600}>{t('tune.unmet')}</Text>
      <ul className="lacks">
        {unmet.map((one) => {
          const { what, why } = unmetSaying(one)
          const words = t('tune.unmetOne', { what: said(t, what), why: said(t, why) })
          return <li key={JSON.stringify(one)}>{words}</li>
        })}
      </ul>
    </div>
  )
}
