// The precisions of a run side by side: size, speed, memory and accuracy of each against fp32, and where one is slower
// what is known of the reason.

import { NativeSelect, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AxisName } from '../../../shared/axes.ts'
import { axesOf } from '../../../shared/axes.ts'
import { canonicalSamples } from '../../../shared/canonical-recipe.ts'
import type { ModelRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import { unknown } from '../../../shared/units.ts'
import { pointPrecisionWords, precisionWords, samplesWords } from '../models/variantWords.ts'
import { useAxisWords } from './axisWords.ts'
import { PrecisionFront } from './PrecisionFront.tsx'
import { PrecisionTable } from './PrecisionTable.tsx'
import { areAlike, frontsOf } from './precisionFronts.ts'
import { precisionGroups } from './precisionRows.ts'
import { SlowerWhy } from './SlowerWhy.tsx'

interface PrecisionsProps {
  readonly snapshot: RunSnapshot
  readonly models: readonly ModelRecord[]
  readonly subtitle: string
  readonly countsInvalid: boolean
}

const notCondition: ReadonlySet<AxisName> = new Set(['precision'])

export function Precisions({ snapshot, models, subtitle, countsInvalid }: PrecisionsProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const [chosen, setChosen] = useState<string | null>(null)
  const { points } = snapshot.view
  const axes = axesOf(points.map(({ point }) => point)).map(({ name }) => name)
  const groups = axes.includes('precision') ? precisionGroups(points, models, countsInvalid) : []
  const group = groups.find(({ key }) => key === chosen) ?? groups[0]
  if (group === undefined) return null
  const conditions = axes.filter((axis) => !notCondition.has(axis))
  const conditionWords = words.values(group.point, conditions)
  const fronts = frontsOf(group.rows)
  const originalWords = ({ original, originalRow }: (typeof fronts)[number]) => {
    if (originalRow !== null) return pointPrecisionWords(t, originalRow.view.point.model)
    const known = models.find(({ sha256 }) => sha256 === original)
    return known === undefined ? unknown : precisionWords(t, precisionOf(known))
  }
  const isOneSet = areAlike(group.rows)
  const nameOf = (front: (typeof fronts)[number]) =>
    isOneSet ? originalWords(front) : `${originalWords(front)} · ${samplesWords(t, front.samples)}`
  const choice: ReactNode = groups.length > 1 && (
    <NativeSelect
      size="xs"
      label={t('precisions.conditions')}
      value={group.key}
      onChange={(event) => setChosen(event.currentTarget.value)}
      data={groups.map(({ key, point }) => ({
        value: key,
        label: words.values(point, conditions),
      }))}
      w="fit-content"
      mb={8}
    />
  )
  return (
    <>
      <section className="surface" aria-label={t('precisions.title')}>
        <Title order={2} mb={8}>
          {t('precisions.title')}
        </Title>
        {choice}
        <PrecisionTable group={group} run={snapshot.record.id} />
        <Text size="xs" c="dimmed" mt={6}>
          {t('precisions.what')}
        </Text>
        <SlowerWhy group={group} />
      </section>
      {fronts.length === 0 && (
        <Text c="dimmed" className="surface">
          {t('precisions.front.notCompared')}
        </Text>
      )}
      {fronts.map((front) => (
        <PrecisionFront
          key={`${front.original} ${canonicalSamples(front.samples)}`}
          front={front}
          run={snapshot.record.id}
          countsInvalid={countsInvalid}
          against={fronts.length > 1 ? nameOf(front) : null}
          subtitle={conditionWords === '' ? subtitle : `${subtitle} · ${conditionWords}`}
        />
      ))}
    </>
  )
}
