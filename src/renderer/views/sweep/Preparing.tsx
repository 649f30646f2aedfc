// A plan that opens, or a start that has variants made anew: how far it is, and the way out.

import { useTranslation } from 'react-i18next'
import { stopPreparing, usePreparing } from '../../state/preparing.ts'
import { VariantWork } from '../models/MakeProgress.tsx'

export function Preparing({ kind }: { readonly kind: 'opening' | 'starting' }) {
  const { t } = useTranslation()
  return usePreparing() === kind ? (
    <VariantWork label={t(`sweep.preparing.${kind}`)} onStop={stopPreparing} />
  ) : null
}
