// One figure of a strip: its name, its value with unit and spread, and on hover what it means.

import { Tooltip } from '@mantine/core'

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly spread?: string
  /** Shown instead of a value that there is not; the reason stands in `why`. */
  readonly missing?: string | null
  readonly why?: string
}

export function Figure({ name, value, spread = '', missing = null, why }: FigureProps) {
  const shown =
    missing === null ? (
      <>
        {value} {spread !== '' && <span className="spread">{spread}</span>}
      </>
    ) : (
      <span className="few">{missing}</span>
    )
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {why === undefined ? (
          shown
        ) : (
          <Tooltip label={why} w={260}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation has to be reachable by keyboard */}
            <span tabIndex={0}>{shown}</span>
          </Tooltip>
        )}
      </dd>
    </div>
  )
}
