// What the chart of a meter draws: its power on the clock of the run, and when the board worked.

import type { Stretch } from '../../../shared/align.ts'
import type { MeterView } from '../../../shared/ipc.ts'
import type { PlotPoint } from '../../charts/plotChart.ts'

/** In watts over seconds since the run began; only what lies within it. */
export function meterPoints(
  { atNs, milliwatts, span }: Pick<MeterView, 'atNs' | 'milliwatts' | 'span'>,
  shiftNs: number,
): readonly PlotPoint[] {
  return atNs.flatMap((ns, index) => {
    const at = ns + shiftNs
    const value = milliwatts[index] ?? null
    return at < span.startNs || at > span.endNs
      ? []
      : [{ x: (at - span.startNs) / 1e9, y: value === null ? null : value / 1_000 }]
  })
}

/** 1 within the stretches, else 0; each value holds until the next. */
export function workSteps(stretches: readonly Stretch[], span: Stretch): readonly PlotPoint[] {
  const at = (ns: number) => (ns - span.startNs) / 1e9
  return [
    { x: 0, y: 0 },
    ...stretches.flatMap(({ startNs, endNs }) => [
      { x: at(startNs), y: 1 },
      { x: at(endNs), y: 0 },
    ]),
    { x: at(span.endNs), y: 0 },
  ]
}
