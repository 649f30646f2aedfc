// The energy of a point as figures of its strip: joules per inference with how they were measured, samples per joule,
// power, and the board at rest beside. Where there is none it says so.

import { useTranslation } from 'react-i18next'
import { energyFlagSaying } from '../../../shared/energy-sayings.ts'
import { flagsOf, type PooledEnergy } from '../../../shared/pooled-energy.ts'
import {
  formatJoulesWithInterval,
  formatMilliwatts,
  formatRate,
  unknown,
} from '../../../shared/units.ts'
import { Figure } from '../../Figure.tsx'
import { said } from '../../i18n/sayings.ts'
import { measuredBy } from './energyWords.ts'

export function EnergyFigures({ energy }: { readonly energy: PooledEnergy | undefined }) {
  const { t } = useTranslation()
  if (energy === undefined)
    return (
      <Figure
        name={t('energyUi.perInference')}
        value=""
        missing={t('energy.notMeasured')}
        why={t('energyUi.notMeasuredWhy')}
      />
    )
  const { joulesPerInference, interval, samplesPerJoule, idle } = energy
  const doubts = flagsOf(energy).map((flag) => said(t, energyFlagSaying(flag).says))
  return (
    <>
      <Figure
        name={t('energyUi.perInferenceBy', { by: measuredBy(t, energy) })}
        {...formatJoulesWithInterval(joulesPerInference, interval)}
        why={[t('energyUi.perInferenceWhy'), ...doubts].join(' ')}
      />
      <Figure
        name={t('energyUi.perJoule')}
        value={samplesPerJoule === null ? unknown : formatRate(samplesPerJoule)}
        why={t('energyUi.perJouleWhy')}
      />
      <Figure
        name={t('energyUi.power')}
        value={formatMilliwatts(energy.meanMilliwatts)}
        spread={t('energyUi.powerBeside', {
          peak: formatMilliwatts(energy.peakMilliwatts),
          rest: idle === null ? t('energyUi.restUnknown') : formatMilliwatts(idle.milliwatts),
        })}
        why={t('energyUi.powerWhy')}
      />
    </>
  )
}
