// What is compared, with its inks: the runs, by which of their axes they are taken apart, and which side is the baseline;
// one run more, or one less.

import {
  ActionIcon,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Switch,
  Text,
} from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { axesOf } from '../../../shared/axes.ts'
import { type ThreadMatch, threadMatches } from '../../../shared/compare.ts'
import type { RunRecord, RunSnapshot } from '../../../shared/ipc.ts'
import { seriesInk } from '../../charts/palette.ts'
import { useInks } from '../../charts/useInks.ts'
import { useMoment } from '../../i18n/moment.ts'
import { useAxisWords } from '../run/axisWords.ts'
import { useModelWords, useRunBoard } from '../run/runWords.ts'
import { type Basket, comparedBy, mostRuns, withoutRun, withRun } from './basket.ts'
import { RunPicker } from './RunPicker.tsx'
import type { LoadedComparison } from './useComparison.ts'

interface BasketBarProps {
  readonly basket: Basket
  readonly loaded: LoadedComparison | null
  /** What may be added. */
  readonly known: readonly RunRecord[]
  readonly onChange: (basket: Basket) => void
}

/** The sides that are of one run: itself, or its parts. */
interface BasketRunProps extends Pick<BasketBarProps, 'basket' | 'onChange'> {
  readonly run: RunRecord
  readonly loaded: LoadedComparison
}

function BasketRun({ run, loaded, basket, onChange }: BasketRunProps) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const inks = useInks()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  const words = useAxisWords()
  const { names, sides, baseline } = loaded
  const own = sides.flatMap((side, index) =>
    side.record.id === run.id ? [{ ...side, index, name: names[index] ?? '' }] : [],
  )
  const [whole] = own
  const name = whole?.part === null ? whole.name : boardOf(run)
  const swatch = (index: number) => (
    <span
      className="swatch"
      style={{ background: seriesInk(inks, loaded.inks[index] ?? 0) }}
      aria-hidden
    />
  )
  return (
    <li
      className="basket-run"
      data-baseline={own.some(({ id }) => id === baseline.id) || undefined}
    >
      {whole?.part === null && swatch(whole.index)}
      <div className="basket-words">
        <a href={`#/runs/${run.id}`}>{name}</a>
        <Text size="xs" c="dimmed">
          {modelsOf(run.plan)} · {momentOf(run.createdMs)}
        </Text>
        {own.map(({ id, index, part, name: side }) => (
          <label key={id} className="baseline">
            <input
              type="radio"
              name="baseline"
              checked={id === baseline.id}
              aria-label={t('compare.setBaseline', { run: side })}
              onChange={() => onChange({ ...basket, baseline: id })}
            />
            {part === null ? (
              t('compare.baseline')
            ) : (
              <>
                {swatch(index)} {words.value(part.point, part.axis)}
                {id === baseline.id && ` (${t('compare.isBaseline')})`}
              </>
            )}
          </label>
        ))}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('compare.remove', { run: name })}
        onClick={() => onChange(withoutRun(basket, run.id))}
      >
        <IconX size={14} />
      </ActionIcon>
    </li>
  )
}

interface ByChoiceProps extends Pick<BasketBarProps, 'basket' | 'onChange'> {
  readonly runs: readonly RunSnapshot[]
}

/** By what the runs are taken apart: nothing, or an axis on which one of them has several values. */
function ByChoice({ runs, basket, onChange }: ByChoiceProps) {
  const { t } = useTranslation()
  const words = useAxisWords()
  const axes = new Set(
    runs.flatMap(({ view }) =>
      axesOf(view.points.map(({ point }) => point)).map(({ name }) => name),
    ),
  )
  if (axes.size === 0 && basket.by === null) return null
  const offered = [...new Set([...(basket.by === null ? [] : [basket.by]), ...axes])]
  return (
    <NativeSelect
      size="xs"
      aria-label={t('compare.byWhat')}
      value={basket.by ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange(comparedBy(basket, offered.find((axis) => axis === value) ?? null))
      }
      data={[
        { value: '', label: t('compare.wholeRuns') },
        ...offered.map((axis) => ({
          value: axis,
          label: t('compare.byAxis', { axis: words.inSentence(axis) }),
        })),
      ]}
    />
  )
}

export function BasketBar({ basket, loaded, known, onChange }: BasketBarProps) {
  const { t } = useTranslation()
  const [picking, setPicking] = useState(false)
  const full = basket.runs.length >= mostRuns
  const cells = loaded?.comparison.rows.flatMap((row) => row.cells) ?? []
  const hasInvalid = cells.some((cell) => cell !== null && cell.invalid.length > 0)
  const runs = loaded?.runs ?? []
  const isCompared = loaded !== null && loaded.sides.length > 1
  return (
    <section aria-label={t('compare.basket')}>
      <ul className="basket">
        {loaded !== null &&
          runs.map(({ record }) => (
            <BasketRun
              key={record.id}
              run={record}
              loaded={loaded}
              basket={basket}
              onChange={onChange}
            />
          ))}
        <li>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setPicking(true)}
            disabled={full}
          >
            {t('compare.add')}
          </Button>
        </li>
      </ul>
      {full && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('compare.full')}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        <ByChoice runs={runs} basket={basket} onChange={onChange} />
        {isCompared && basket.by !== 'threads' && (
          <>
            <Text size="xs" c="dimmed" id="compare-threads">
              {t('compare.threads')}
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby="compare-threads"
              value={basket.threads}
              onChange={(threads) =>
                onChange({
                  ...basket,
                  threads: threadMatches.find((match) => match === threads) ?? 'same',
                })
              }
              data={[
                { value: 'same' satisfies ThreadMatch, label: t('compare.threadsSame') },
                { value: 'best' satisfies ThreadMatch, label: t('compare.threadsBest') },
              ]}
            />
          </>
        )}
        {isCompared && hasInvalid && (
          <Switch
            size="xs"
            label={t('compare.countInvalid')}
            checked={basket.invalid === 'counted'}
            onChange={({ currentTarget: { checked } }) =>
              onChange({ ...basket, invalid: checked ? 'counted' : 'left-out' })
            }
          />
        )}
      </Group>
      {picking && (
        <RunPicker
          runs={known.filter(({ id }) => !basket.runs.includes(id))}
          first={runs[0]?.record ?? null}
          onPick={(id) => {
            onChange(withRun(basket, id))
            setPicking(false)
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </section>
  )
}
