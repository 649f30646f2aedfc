// How a precision looks wherever it is drawn: by its marker, so that colour is left for what else differs.

import type { PointStyle } from 'chart.js'
import type { Precision } from '../../shared/precision.ts'

const markers: Readonly<Record<Precision, PointStyle>> = {
  fp32: 'circle',
  fp16: 'triangle',
  'int8-dynamic': 'rect',
  'int8-static': 'rectRot',
  int4: 'star',
}

export const precisionMarker = (precision: Precision | undefined): PointStyle =>
  precision === undefined ? 'circle' : markers[precision]
