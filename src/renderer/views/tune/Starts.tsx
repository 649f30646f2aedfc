// Tunings to begin with: those that every board understands, those that were kept under a name, and the way back. They
// fill the form; nothing is written before Apply.

import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { type Tuning, type TuningReport, tuningPresets } from '../../../shared/tuning.ts'
import { presetTuning } from '../../../shared/tuning-presets.ts'
import { ProfileMenu } from './ProfileMenu.tsx'
import { asksNothing, noWish } from './wish.ts'

interface StartsProps {
  readonly board: BoardId
  readonly report: TuningReport
  readonly wish: Tuning
  readonly onChange: (wish: Tuning) => void
  /** Below: what is set of all at once. */
  readonly children: ReactNode
}

export function Starts({ board, report, wish, onChange, children }: StartsProps) {
  const { t } = useTranslation()
  return (
    <section className="surface" aria-label={t('tune.starts')}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs" role="group" aria-label={t('tune.presets')}>
          <Text fw={600} mr={4}>
            {t('tune.presets')}
          </Text>
          {tuningPresets.map((preset) => (
            <Button
              key={preset}
              size="compact-md"
              variant="default"
              title={t(`tune.presetWhat.${preset}`)}
              onClick={() => onChange(presetTuning(preset, report))}
            >
              {t(`tune.preset.${preset}`)}
            </Button>
          ))}
          <Button
            size="compact-md"
            variant="subtle"
            disabled={asksNothing(wish)}
            onClick={() => onChange(noWish)}
          >
            {t('tune.asItIs')}
          </Button>
        </Group>
        <ProfileMenu
          board={board}
          wish={wish}
          policies={report.policies.map(({ policy }) => policy)}
          onChoose={onChange}
        />
      </Group>
      {children}
    </section>
  )
}
