// Whether the batches are a ladder: gone up in order, until one does not fit, is too slow, or brings nothing more.

import { Group, NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { defaultLadderMost, doublingsTo } from '../../../shared/ladder.ts'
import type { SweepDraft } from './draft.ts'

interface LadderChoiceProps {
  readonly draft: Pick<SweepDraft, 'batches' | 'ladder'>
  readonly onChange: (part: Partial<SweepDraft>) => void
}

export function LadderChoice({ draft: { batches, ladder }, onChange }: LadderChoiceProps) {
  const { t } = useTranslation()
  return (
    <Group gap="md" align="center" mt={-8}>
      <Switch
        size="xs"
        label={t('sweep.ladder')}
        checked={ladder !== null}
        onChange={({ currentTarget: { checked } }) =>
          onChange(
            checked
              ? { ladder: { latencyBoundMs: null }, batches: doublingsTo(defaultLadderMost) }
              : { ladder: null, batches: batches.slice(0, 3) },
          )
        }
      />
      {ladder !== null && (
        <NumberInput
          aria-label={t('sweep.ladderBound')}
          placeholder={t('sweep.noBound')}
          prefix={t('sweep.ladderBoundPrefix')}
          suffix=" ms"
          size="xs"
          w={210}
          min={0.001}
          value={ladder.latencyBoundMs ?? ''}
          onChange={(value) =>
            onChange({
              ladder: { latencyBoundMs: typeof value === 'number' && value > 0 ? value : null },
            })
          }
        />
      )}
    </Group>
  )
}
