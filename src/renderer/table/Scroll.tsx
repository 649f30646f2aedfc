// What may be larger than its place: it scrolls, by keyboard too, and says what it holds.

import type { ReactNode } from 'react'

interface ScrollProps {
  readonly label: string
  /** Its height is bounded too, under a head that stays in sight. */
  readonly both?: boolean
  readonly children: ReactNode
}

export function Scroll({ label, both = false, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a page has many of them, and a section would make each a landmark
    <div
      className={both ? 'scroll-both' : 'scroll-x'}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
      tabIndex={0}
      aria-label={label}
    >
      {children}
    </div>
  )
}
