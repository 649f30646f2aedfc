// A point held against any other that is chosen: of its own run, or of another one, where the same point stands first.
// The ratio with its interval, and what it means in words; the choice stands in the address.

import { Group, NativeSelect, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { pointKey } from '../../../shared/compare.ts'
import type { RunRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { areSeveral, type Point } from '../../../shared/plan.ts'
import { pointRatio } from '../../../shared/point-ratio.ts'
import { type MeasuredPoint, measuredPoints } from '../../../shared/run.ts'
import { useCall } from '../../api.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useRun } from '../../state/useRun.ts'
import { comparableRuns } from '../compare/basket.ts'
import { energySentence, memorySentence, ratioWords } from '../compare/findingWords.ts'
import { usePointWords, useRunTitle } from '../run/runWords.ts'
import { type PointPlace, parsePlace, printPlace } from './against.ts'

interface AgainstProps {
  readonly snapshot: RunSnapshot
  readonly found: MeasuredPoint
}

function useAgainst(): readonly [PointPlace | null, (place: PointPlace | null) => void] {
  const [search, setSearch] = useSearchParams()
  const change = (place: PointPlace | null) => {
    const { against: _, ...others } = Object.fromEntries(search)
    setSearch(place === null ? others : { ...others, against: printPlace(place) }, {
      replace: true,
    })
  }
  return [parsePlace(search.get('against')), change]
}

/** The points of a run that may stand against this one, the same one first. */
function candidates(run: RunSnapshot, { snapshot, found }: AgainstProps): readonly MeasuredPoint[] {
  const isOwn = run.record.id === snapshot.record.id
  const key = pointKey(found.point, snapshot)
  const isSame = (point: Point) => pointKey(point, run) === key
  return measuredPoints(run.view)
    .filter(({ point }) => !isOwn || point.index !== found.point.index)
    .toSorted((a, b) => Number(isSame(b.point)) - Number(isSame(a.point)))
}

function Verdict({ found, base }: { found: MeasuredPoint; base: MeasuredPoint }) {
  const { t } = useTranslation()
  const {
    metric,
    speed,
    memory,
    energy,
    energyMismatches,
    own,
    base: other,
  } = pointRatio(found, base)
  if (speed === null) return <Text mt={8}>{t('point.against.unknown')}</Text>
  const counts = found.invalid.length === 0 && base.invalid.length === 0
  const sentences = [
    t(`point.against.${metric}.${speed.verdict}`, {
      ...ratioWords(t, speed),
      runs:
        own === 1 && other === 1
          ? t('compare.runs.one')
          : t('compare.runs.many', { own, base: other }),
    }),
    memorySentence(t, memory),
    energySentence(t, energy, energyMismatches),
    counts ? null : t('point.against.invalid'),
    speed.basis === 'within' ? t('compare.within') : null,
  ]
  return (
    <Text mt={8} aria-live="polite">
      {sentences.filter((sentence) => sentence !== null).join(t('compare.gap'))}
    </Text>
  )
}

interface OtherPointProps extends AgainstProps {
  readonly other: RunSnapshot
  readonly index: number | null
  readonly onChange: (place: PointPlace) => void
}

function OtherPoint({ other, index, onChange, ...own }: OtherPointProps) {
  const { t } = useTranslation()
  const known = candidates(other, own)
  const words = usePointWords(areSeveral(other.record.plan.models))
  const base = known.find(({ point }) => point.index === index) ?? known[0]
  if (base === undefined) return <Text mt={8}>{t('point.against.none')}</Text>
  return (
    <>
      <NativeSelect
        size="xs"
        mt={8}
        label={t('compare.point')}
        value={String(base.point.index)}
        onChange={({ currentTarget }) =>
          onChange({ run: other.record.id, index: Number(currentTarget.value) })
        }
        data={known.map(({ point }) => ({ value: String(point.index), label: words(point) }))}
      />
      <Verdict found={own.found} base={base} />
    </>
  )
}

function Chosen({
  place,
  onChange,
  ...own
}: AgainstProps & {
  readonly place: PointPlace
  readonly onChange: (place: PointPlace) => void
}) {
  const { snapshot: other } = useRun(place.run)
  if (other === null) return null
  return <OtherPoint {...own} other={other} index={place.index} onChange={onChange} />
}

export function Against({ snapshot, found }: AgainstProps) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const titleOf = useRunTitle()
  const [place, change] = useAgainst()
  const runs = useCall('runs.list', {}).data ?? []
  const { record } = snapshot
  const others = comparableRuns(runs).filter(({ id }) => id !== record.id)
  const labelOf = (run: RunRecord) => `${titleOf(run)}, ${momentOf(run.createdMs)}`
  return (
    <section className="surface" aria-label={t('point.against.title')}>
      <Group justify="space-between">
        <Title order={2}>{t('point.against.title')}</Title>
        <NativeSelect
          size="xs"
          aria-label={t('point.against.run')}
          value={place?.run ?? ''}
          onChange={({ currentTarget: { value } }) =>
            change(value === '' ? null : { run: value, index: null })
          }
          data={[
            { value: '', label: t('point.against.choose') },
            { value: record.id, label: t('point.against.here') },
            ...others.map((run) => ({ value: run.id, label: labelOf(run) })),
          ]}
        />
      </Group>
      {place !== null && (
        <Chosen snapshot={snapshot} found={found} place={place} onChange={change} />
      )}
    </section>
  )
}
