// The clocks of a sweep: governors and frequencies, each an axis. What is chosen is set for a block of points, verified,
// and given back at the end; the form says so before it is chosen.

import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { toFault } from '../../../shared/fault.ts'
import { khzIn } from '../../../shared/frequency-text.ts'
import { tunesClocks } from '../../../shared/plan.ts'
import { formatKhz } from '../../../shared/units.ts'
import { faultWords } from '../../i18n/index.ts'
import { AddValue } from './AddValue.tsx'
import { ChoiceChips } from './ChoiceChips.tsx'
import { curveKhz, frequencyChoices } from './clockAxes.ts'
import type { SweepDraft } from './draft.ts'
import type { OfferedClocks } from './useClocks.ts'

interface ClockChoiceProps {
  readonly draft: Pick<SweepDraft, 'governors' | 'frequenciesKhz'>
  readonly board: BoardId | null
  /** Null: not known. */
  readonly clocks: OfferedClocks | null
  /** Why they could not be read. */
  readonly error: Error | null
  readonly onChange: (part: Partial<SweepDraft>) => void
}

export function ClockChoice({ draft, board, clocks, error, onChange }: ClockChoiceProps) {
  const { t } = useTranslation()
  const { governors, frequenciesKhz } = draft
  const offers = (clocks?.governors.length ?? 0) > 0 || (clocks?.khz.length ?? 0) > 0
  if (!offers && !tunesClocks(draft)) return <NoClocks clocks={clocks} error={error} />
  const known = [...new Set([null, ...(clocks?.governors ?? []), ...governors])]
  const steps = clocks?.khz ?? []
  const curve = curveKhz(steps)
  return (
    <div className="settings">
      <ChoiceChips
        label={t('sweep.governors')}
        choices={known.map((value) => ({
          value,
          label: value ?? t('sweep.asFound'),
        }))}
        chosen={governors}
        onChange={(chosen) => onChange({ governors: chosen })}
      />
      <ChoiceChips
        label={t('sweep.frequencies')}
        choices={frequencyChoices(steps, frequenciesKhz).map((value) => ({
          value,
          label: value === null ? t('sweep.asFound') : formatKhz(value),
        }))}
        chosen={frequenciesKhz}
        onChange={(chosen) => onChange({ frequenciesKhz: chosen })}
        help={t('sweep.frequenciesWhat')}
      >
        {curve.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => onChange({ frequenciesKhz: [...curve] })}
          >
            {t('sweep.curve', { count: curve.length })}
          </Button>
        )}
        <AddValue
          label={t('sweep.addFrequency')}
          placeholder={t('sweep.frequencyLike')}
          width={110}
          onAdd={(typed) => {
            const khz = khzIn(typed)
            if (khz === null) return false
            onChange({ frequenciesKhz: withFrequency(frequenciesKhz, khz) })
            return true
          }}
        />
      </ChoiceChips>
      <Text size="xs" c="dimmed">
        {t('sweep.clocksWhat')}{' '}
        {board !== null && <a href={`#/tune/${board}`}>{t('sweep.toTuning')}</a>}
      </Text>
    </div>
  )
}

const withFrequency = (values: readonly (number | null)[], khz: number): (number | null)[] =>
  values.includes(khz) ? [...values] : [...values.filter((value) => value !== null), khz]

function NoClocks({ clocks, error }: Pick<ClockChoiceProps, 'clocks' | 'error'>) {
  const { t } = useTranslation()
  const why =
    clocks !== null && error === null
      ? t('sweep.noClocks')
      : error !== null
        ? t('sweep.clocksUnread', { why: faultWords(t, toFault(error)).message })
        : t('sweep.clocksUnknown')
  return (
    <Text size="xs" c="dimmed">
      {why}
    </Text>
  )
}
