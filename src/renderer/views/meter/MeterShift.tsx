// A meter's power over the load of its run, with the shift between their clocks: as it was found, and how to change it.

import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { MeterView } from '../../../shared/ipc.ts'
import { formatMilliwatts, threeDigits } from '../../../shared/units.ts'
import { call } from '../../api.ts'
import { csvText } from '../../charts/csv.ts'
import { PlotFigure } from '../../charts/PlotFigure.tsx'
import type { Plot } from '../../charts/plotChart.ts'
import { useInks } from '../../charts/useInks.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { keepMeter } from './keepMeter.ts'
import { meterPoints, workSteps } from './meterPlot.ts'

interface MeterShiftProps {
  readonly run: RunId
  readonly view: MeterView
  readonly subtitle: string
}

const stepSeconds = 0.1

export function MeterShift({ run, view, subtitle }: MeterShiftProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const { meter, span } = view
  const [shiftNs, setShiftNs] = useState(meter.offsetNs)
  const move = useMutation({
    mutationFn: () => call('meters.move', { run, offsetNs: shiftNs }),
    onSuccess: (moved) => keepMeter(run, moved),
  })
  const points = meterPoints(view, shiftNs)
  const plot: Plot = {
    inks,
    x: { title: t('meter.seconds'), min: 0, max: (span.endNs - span.startNs) / 1e9 },
    xWords: (value) => t('point.atSecond', { seconds: threeDigits(value) }),
    lanes: [
      {
        title: t('point.powerLane'),
        weight: 3,
        fromZero: true,
        marks: [],
        curves: [{ label: meter.name, ink: 0, form: 'line', points }],
        words: (watts) => formatMilliwatts(watts * 1_000),
      },
      {
        title: t('meter.load'),
        fromZero: true,
        max: 1,
        marks: [],
        curves: [
          {
            label: t('meter.works'),
            ink: 1,
            form: 'steps',
            points: workSteps(view.busy, span),
            stroke: 'faint',
          },
          {
            label: t('meter.measured'),
            ink: 2,
            form: 'steps',
            points: workSteps(view.measured, span),
            stroke: 'strong',
          },
        ],
        words: (value) => t(value > 0 ? 'meter.yes' : 'meter.no'),
      },
    ],
  }
  const moved = shiftNs !== meter.offsetNs
  return (
    <>
      <Text size="sm" mt={6}>
        {meter.fit === null
          ? t('meter.byHand')
          : t('meter.found', { score: threeDigits(meter.fit.score) })}{' '}
        {t('meter.covers', { count: view.covered, total: view.processes })}
      </Text>
      {meter.fit?.isAmbiguous === true && (
        <Text size="sm" c="var(--ink-warn)">
          {t('meter.ambiguous')}
        </Text>
      )}
      <Group gap="xs" mt={6} align="end">
        <NumberInput
          size="xs"
          w={160}
          label={t('meter.shift')}
          suffix=" s"
          step={stepSeconds}
          decimalScale={3}
          value={shiftNs / 1e9}
          onChange={(typed) => {
            if (typeof typed === 'number') setShiftNs(typed * 1e9)
          }}
        />
        <Button
          size="compact-sm"
          disabled={!moved}
          loading={move.isPending}
          onClick={() => move.mutate()}
        >
          {t('meter.use')}
        </Button>
        {moved && (
          <Button size="compact-sm" variant="default" onClick={() => setShiftNs(meter.offsetNs)}>
            {t('common.cancel')}
          </Button>
        )}
      </Group>
      <CallFault error={move.error} />
      <PlotFigure
        title={t('meter.chart')}
        subtitle={subtitle}
        plot={plot}
        height="20rem"
        csv={() => csvText([['at_s', 'power_w'], ...points.map(({ x, y }) => [x, y] as const)])}
      />
    </>
  )
}
