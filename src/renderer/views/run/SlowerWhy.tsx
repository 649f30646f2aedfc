// Why a variant is slower than its reference, in words: only what was recorded.

import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatRatio } from '../../../shared/units.ts'
import { countAll, countWords, pointPrecisionWords } from '../models/variantWords.ts'
import type { PrecisionGroup } from './precisionRows.ts'
import { type SlowerReason, slowerReasons } from './slower.ts'

function reasonWords(t: TFunction, reason: SlowerReason, reference: string): string {
  switch (reason.kind) {
    case 'inserted':
      return t('precisions.slower.inserted', {
        count: countAll(reason.operators),
        operators: countWords(reason.operators),
      })
    case 'added':
      return t('precisions.slower.added', { ran: reason.ran, inFile: reason.inFile })
    case 'more-nodes':
      return t('precisions.slower.moreNodes', {
        ran: reason.ran,
        of: reason.reference,
        reference,
      })
    case 'kept':
      return t('precisions.slower.kept', { count: reason.count })
    case 'fallback':
      return t('precisions.slower.fallback', {
        provider: reason.provider,
        nodes: reason.nodes,
        total: reason.total,
      })
  }
}

export function SlowerWhy({ group: { rows, reference } }: { readonly group: PrecisionGroup }) {
  const { t } = useTranslation()
  if (reference === null) return null
  const referenceName = pointPrecisionWords(t, reference.view.point.model)
  const slower = rows.flatMap((row) => {
    const reasons = slowerReasons(row, reference)
    const ratio = row.compared?.latencyRatio?.value
    return reasons === null || ratio === undefined ? [] : [{ row, reasons, ratio }]
  })
  if (slower.length === 0) return null
  return (
    <ul className="advice">
      {slower.map(({ row, reasons, ratio }) => (
        <li key={row.view.point.index}>
          <strong>
            {t('precisions.slower.is', {
              precision: pointPrecisionWords(t, row.view.point.model),
              ratio: formatRatio(1 / ratio),
              reference: referenceName,
            })}
          </strong>{' '}
          {reasons.length === 0
            ? t('precisions.slower.unknown')
            : reasons.map((reason) => reasonWords(t, reason, referenceName)).join(' ')}
        </li>
      ))}
    </ul>
  )
}
