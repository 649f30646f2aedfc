// Registers the parts of chart.js that the window uses, once. Nothing is animated: a chart is a reading, not a show.

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js'
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix'
import annotation from 'chartjs-plugin-annotation'
import { directLabels } from './directLabels.ts'
import { hatchedBars } from './hatch.ts'
import { kneeMarks } from './kneeMarks.ts'
import { matrixCells } from './matrixCells.ts'
import { StripController } from './strip/stripController.ts'
import { whiskers } from './whiskers.ts'

export function registerCharts(): void {
  Chart.register(
    BarController,
    BarElement,
    CategoryScale,
    Filler,
    Legend,
    LinearScale,
    LineController,
    LineElement,
    LogarithmicScale,
    MatrixController,
    MatrixElement,
    PointElement,
    StripController,
    Tooltip,
    annotation,
    hatchedBars,
    whiskers,
    directLabels,
    kneeMarks,
    matrixCells,
  )
  Chart.defaults.animation = false
  Chart.defaults.plugins.legend.display = false
  Chart.defaults.font.family = '"Inter Variable", system-ui, sans-serif'
  Chart.defaults.font.size = 12
  Chart.defaults.maintainAspectRatio = false
}
