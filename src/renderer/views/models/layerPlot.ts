// The layers of a variant as a curve in the order of the graph: how far each is above the noise of its rounding.

import type { LayerAccuracy } from '../../../shared/variant.ts'
import type { ChartInks } from '../../charts/palette.ts'
import type { Plot, PlotPoint } from '../../charts/plotChart.ts'

export interface LayerWords {
  readonly xTitle: string
  readonly yTitle: string
  readonly all: string
  readonly worst: string
  readonly of: (layer: LayerAccuracy) => string
}

/** Layers without any difference have no place: there is no noise in them. */
export function layerPlot(
  layers: readonly LayerAccuracy[],
  worst: readonly LayerAccuracy[],
  words: LayerWords,
  inks: ChartInks,
): Plot {
  const points = layers.map(
    (layer, index): PlotPoint => ({
      x: index + 1,
      y: layer.sqnrDb,
      words: words.of(layer),
    }),
  )
  const isWorst = new Set(worst)
  return {
    lanes: [
      {
        title: words.yTitle,
        fromZero: true,
        words: (value) => `${value.toFixed(1)} dB`,
        marks: [],
        curves: [
          { label: words.all, ink: 0, form: 'line', points },
          {
            label: words.worst,
            ink: 1,
            form: 'dots',
            points: points.filter(
              ({ y }, index) => y !== null && isWorst.has(layers[index] as LayerAccuracy),
            ),
          },
        ],
      },
    ],
    x: { title: words.xTitle, min: 1, max: Math.max(2, layers.length), whole: true },
    xWords: (place) => layers[Math.round(place) - 1]?.node ?? '',
    inks,
  }
}
