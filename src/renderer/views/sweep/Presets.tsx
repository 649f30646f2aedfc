// Sweeps to begin with, one button each. One that can not be had yet says what it waits for.

import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { atAllPrecisions } from './chosen.ts'
import type { SweepDraft } from './draft.ts'
import { changeDraft } from './draftStore.ts'
import { type PresetName, presetNames, presetOf } from './presets.ts'
import type { OfferedClocks } from './useClocks.ts'

interface PresetsProps {
  readonly draft: SweepDraft
  readonly models: readonly ModelRecord[]
  /** Null while they are not known. */
  readonly cores: number | null
  /** Null while they are not known. */
  readonly clocks: OfferedClocks | null
}

const ofClocks: readonly PresetName[] = ['governors', 'frequencies']

export function Presets({ draft, models, cores, clocks }: PresetsProps) {
  const { t } = useTranslation()
  const partOf = (name: PresetName): Partial<SweepDraft> | null => {
    const preset = presetOf(name, cores, clocks)
    if (name !== 'precisions' || preset === null) return preset
    const all = atAllPrecisions(draft, models)
    return all === null ? null : { ...preset, models: all }
  }
  const waits = (name: PresetName) => {
    if (name === 'precisions') return t('sweep.presetNeedsVariants')
    return t(
      ofClocks.includes(name) && clocks !== null ? 'sweep.presetNeedsClocks' : 'sweep.presetWaits',
    )
  }
  return (
    <div>
      <Text fw={600} id="sweep-presets" mb={4}>
        {t('sweep.presets')}
      </Text>
      <Group gap="xs" role="group" aria-labelledby="sweep-presets">
        {presetNames.map((name) => {
          const part = partOf(name)
          return (
            <Button
              key={name}
              size="compact-md"
              variant="default"
              disabled={part === null}
              onClick={() => part !== null && changeDraft(part)}
              title={part === null ? waits(name) : t(`sweep.presetWhat.${name}`)}
            >
              {t(`sweep.preset.${name}`)}
            </Button>
          )
        })}
      </Group>
    </div>
  )
}
