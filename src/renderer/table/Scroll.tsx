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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
    <section className={both ? 'scroll-both' : 'scroll-x'} tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
