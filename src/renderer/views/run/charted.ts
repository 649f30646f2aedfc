// What the charts of a result show, as the address holds it: which axes, which figures, lines or a heat map, and
// whether invalid points count. Whatever stands in the address that is no such thing is left out.

import { type AxisName, axisNames } from '../../../shared/axes.ts'
import { type FigureName, figureNames } from '../../charts/figures.ts'
import type { WantedSlice } from '../../charts/slice.ts'

export const chartForms = ['lines', 'heat'] as const
export type ChartForm = (typeof chartForms)[number]

export interface Charted {
  readonly wanted: WantedSlice
  readonly form: ChartForm
  readonly figures: readonly [left: FigureName, right: FigureName]
  /** What stands beside them where power was measured. */
  readonly third: FigureName
  /** Whether invalid points stand in rankings. */
  readonly countsInvalid: boolean
}

const asAxis = (name: string | null) => axisNames.find((known) => known === name)
const asFigure = (name: string | undefined) => figureNames.find((known) => known === name)
const fixedPrefix = 'at.'

export function parseCharted(search: URLSearchParams): Charted {
  const [left, right] = (search.get('figures') ?? '').split(',')
  const third = search.get('third') ?? undefined
  const x = asAxis(search.get('x'))
  const series = search.get('series')
  const fixed = [...search].flatMap(([name, key]) => {
    const axis = name.startsWith(fixedPrefix) ? asAxis(name.slice(fixedPrefix.length)) : undefined
    return axis === undefined ? [] : [[axis, key] as const]
  })
  return {
    wanted: {
      ...(x === undefined ? {} : { x }),
      ...(series === null ? {} : { series: series.split(',').flatMap((one) => asAxis(one) ?? []) }),
      fixed: Object.fromEntries(fixed) as Partial<Record<AxisName, string>>,
    },
    form: search.get('form') === 'heat' ? 'heat' : 'lines',
    figures: [asFigure(left) ?? 'p50', asFigure(right) ?? 'throughput'],
    third: asFigure(third) ?? 'energy',
    countsInvalid: search.get('invalid') === 'counts',
  }
}

export function chartedSearch({ wanted, form, figures, third, countsInvalid }: Charted) {
  const [left, right] = figures
  return {
    ...(wanted.x === undefined ? {} : { x: wanted.x }),
    ...(wanted.series === undefined ? {} : { series: wanted.series.join(',') }),
    ...Object.fromEntries(
      Object.entries(wanted.fixed ?? {}).map(([axis, key]) => [`${fixedPrefix}${axis}`, key]),
    ),
    ...(form === 'lines' ? {} : { form }),
    ...(left === 'p50' && right === 'throughput' ? {} : { figures: `${left},${right}` }),
    ...(third === 'energy' ? {} : { third }),
    ...(countsInvalid ? { invalid: 'counts' } : {}),
  }
}
