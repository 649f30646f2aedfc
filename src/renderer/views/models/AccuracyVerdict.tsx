// Whether a variant is near enough to its original: in a word, a sign and a colour.

import { useTranslation } from 'react-i18next'
import type { Variant } from '../../../shared/variant.ts'
import { StateWord } from '../boards/StateWord.tsx'
import { type VariantVerdict, verdictOn } from './verdict.ts'

const tones = {
  passed: 'ready',
  failed: 'bad',
  'says-nothing': 'warn',
  'not-compared': 'idle',
} as const satisfies Record<VariantVerdict, string>

export function AccuracyVerdict({ variant }: { readonly variant: Variant }) {
  const { t } = useTranslation()
  const verdict = verdictOn(variant)
  return <StateWord tone={tones[verdict]} word={t(`variants.verdict.${verdict}`)} />
}
