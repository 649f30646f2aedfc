// The names of a chart's series, drawn with it, so that its picture holds them too.

import type { ChartOptions } from 'chart.js'
import type { ChartInks } from './palette.ts'

type Legend = NonNullable<NonNullable<ChartOptions<'bar' | 'line'>['plugins']>['legend']>

export function legendOf(inks: ChartInks, display: boolean): Legend {
  return {
    display,
    position: 'top',
    align: 'start',
    onClick: () => {},
    labels: { color: inks.text, boxWidth: 14, boxHeight: 10, font: { size: 12 } },
  }
}
