// How inferences are asked for, and through which engine: each an axis, each choice with what it means.

import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { engineIds, scenarios } from '../../../shared/plan.ts'
import { ChoiceChips } from './ChoiceChips.tsx'
import type { SweepDraft } from './draft.ts'

interface LoadChoiceProps {
  readonly draft: Pick<SweepDraft, 'scenarios' | 'engines' | 'server'>
  readonly onChange: (part: Partial<SweepDraft>) => void
}

export function LoadChoice({ draft, onChange }: LoadChoiceProps) {
  const { t } = useTranslation()
  return (
    <>
      <ChoiceChips
        label={t('sweep.scenarios')}
        choices={scenarios.map((value) => ({ value, label: t(`scenario.${value}.name`) }))}
        chosen={draft.scenarios}
        onChange={(chosen) => onChange({ scenarios: chosen })}
        help={draft.scenarios.map((one) => <div key={one}>{t(`scenario.${one}.what`)}</div>)}
      >
        {draft.scenarios.includes('server') && (
          <NumberInput
            aria-label={t('sweep.serverBound')}
            prefix={t('sweep.boundPrefix')}
            suffix=" ms"
            size="xs"
            w={130}
            min={0.001}
            max={600_000}
            value={draft.server.boundMs}
            onChange={(value) => {
              if (typeof value === 'number' && value > 0) onChange({ server: { boundMs: value } })
            }}
          />
        )}
      </ChoiceChips>
      <ChoiceChips
        label={t('sweep.engines')}
        choices={engineIds.map((value) => ({ value, label: value }))}
        chosen={draft.engines}
        onChange={(chosen) => onChange({ engines: chosen })}
        help={draft.engines.map((one) => <div key={one}>{t(`engine.${one}`)}</div>)}
      />
    </>
  )
}
