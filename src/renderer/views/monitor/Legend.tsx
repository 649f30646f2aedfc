// The lines of a strip by name, each with its ink and its reading: at the crosshair, else the newest. A press hides a line
// or shows it again; pointing at one draws it stronger.

import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { telemetryGapMs } from '../../../shared/telemetry.ts'
import { seriesInk } from '../../charts/palette.ts'
import { valueAt } from '../../charts/strip/thin.ts'
import { useInks } from '../../charts/useInks.ts'
import type { Line } from './groups.ts'
import { lineName, readingWords } from './lineWords.ts'
import { pointAt, readMomentMs, samplesOf, useMonitor } from './monitorStore.ts'
import { useHidden } from './preferences.ts'

interface LegendProps {
  readonly board: BoardId
  readonly lines: readonly Line[]
  readonly label: string
  /** Whether a line is drawn for each, with an ink of its own. */
  readonly inked: boolean
}

export function Legend({ board, lines, label, inked }: LegendProps) {
  const { t } = useTranslation()
  const inks = useInks()
  const { hidden, toggle } = useHidden()
  useMonitor(({ tick }) => tick)
  const momentMs = readMomentMs()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend is no form's fieldset
    <div className="strip-legend" role="group" aria-label={label}>
      {lines.map((line) => {
        const { key, series, ink, dash, bold } = line
        const value = valueAt(samplesOf(board, line), momentMs, telemetryGapMs / 2)
        return (
          <button
            key={key}
            type="button"
            aria-pressed={!hidden.includes(key)}
            onClick={() => toggle(key)}
            onPointerEnter={() => pointAt(key)}
            onPointerLeave={() => pointAt(null)}
            onFocus={() => pointAt(key)}
            onBlur={() => pointAt(null)}
          >
            {inked && (
              <svg width="18" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="18"
                  y1="4"
                  y2="4"
                  stroke={seriesInk(inks, ink)}
                  strokeWidth={bold ? 3 : 1.75}
                  strokeDasharray={dash.join(' ')}
                />
              </svg>
            )}
            <span className="strip-name" data-bold={bold}>
              {lineName(t, line)}
            </span>
            <span className="strip-value">{readingWords(t, series, value)}</span>
          </button>
        )
      })}
    </div>
  )
}
