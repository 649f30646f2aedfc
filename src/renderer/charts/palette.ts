// The inks of the charts. Series take Okabe–Ito colours in a fixed order, so that a series keeps its hue in both
// schemes; the shade is the one that stands out on the scheme's ground.

export type Scheme = 'light' | 'dark'

export interface ChartInks {
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly ground: string
  /** What must not be overlooked. */
  readonly bad: string
  readonly series: readonly string[]
}

export const chartInks: Readonly<Record<Scheme, ChartInks>> = {
  light: {
    text: '#1b1f24',
    muted: '#56606b',
    grid: '#e3e6ea',
    ground: '#ffffff',
    bad: '#b3261e',
    series: ['#0072b2', '#d55e00', '#00805d', '#b0518a', '#9a6b00', '#30363d'],
  },
  dark: {
    text: '#e6e8eb',
    muted: '#9aa3ad',
    grid: '#2e3338',
    ground: '#1b1e22',
    bad: '#ff8a80',
    series: ['#56b4e9', '#f08a3c', '#2bbf92', '#dd92bd', '#e6b94a', '#c9ced4'],
  },
}

export function seriesInk(inks: ChartInks, index: number): string {
  return inks.series[index % inks.series.length] ?? inks.text
}
