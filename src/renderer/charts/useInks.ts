// The chart inks of the scheme that is shown now.

import { useComputedColorScheme } from '@mantine/core'
import { type ChartInks, chartInks } from './palette.ts'

export const useInks = (): ChartInks => chartInks[useComputedColorScheme('light')]
