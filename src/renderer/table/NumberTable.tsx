// A table of figures under one row of heads, which scrolls where it is wider than its place. Numbers stand right, words
// left.

import type { ReactNode } from 'react'
import { Scroll } from './Scroll.tsx'

export interface TableHead {
  readonly words: string
  readonly left?: boolean
  /** What the column means, on hover. */
  readonly what?: string
}

interface NumberTableProps {
  readonly label: string
  readonly heads: readonly TableHead[]
  /** Its rows. */
  readonly children: ReactNode
}

/** A head of words over a column of words. */
export const leftHead = (words: string): TableHead => ({ words, left: true })

export function NumberTable({ label, heads, children }: NumberTableProps) {
  return (
    <Scroll label={label}>
      <table className="numbers" aria-label={label}>
        <thead>
          <tr>
            {heads.map(({ words, left = false, what }) => (
              <th scope="col" key={words} className={left ? 'left' : undefined} title={what}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroll>
  )
}
