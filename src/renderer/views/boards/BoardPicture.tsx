// Little line drawings of the kinds of boards, in the ink of the text around them.

import { useTranslation } from 'react-i18next'
import type { BoardPictureKind } from './state.ts'

const pins = (count: number, x: number, y: number) =>
  Array.from({ length: count }, (_, index) => x + index * 3).map((cx) => (
    <circle key={cx} cx={cx} cy={y} r="0.8" fill="currentColor" stroke="none" />
  ))

const drawings = {
  computer: (
    <>
      <rect x="9" y="8" width="38" height="24" rx="2.5" />
      <path d="M13 26l6-6 5 4 8-9 5 5 6-6" stroke="#0072b2" strokeWidth="2" />
      <path d="M5 37h46l-3 4H8z" />
    </>
  ),
  jetson: (
    <>
      <rect x="6" y="6" width="44" height="36" rx="2.5" />
      <rect x="15" y="13" width="26" height="20" rx="1.5" />
      <path d="M19 13v20M24 13v20M29 13v20M34 13v20M38 13v20" />
      <rect x="9" y="37" width="8" height="5" />
      <rect x="20" y="37" width="8" height="5" />
      {pins(5, 35, 39)}
    </>
  ),
  pi: (
    <>
      <rect x="5" y="9" width="46" height="31" rx="3.5" />
      <rect x="17" y="19" width="11" height="11" rx="1" />
      <rect x="43" y="13" width="9" height="7" />
      <rect x="43" y="23" width="9" height="7" />
      <rect x="33" y="20" width="5" height="8" />
      {pins(8, 11, 13)}
      <path d="M12 40v-4h6v4M24 40v-3h5v3" />
    </>
  ),
  board: (
    <>
      <rect x="5" y="7" width="46" height="34" rx="3" />
      <rect x="20" y="15" width="16" height="16" rx="1.5" />
      <path d="M20 19h-4M20 23h-4M20 27h-4M36 19h4M36 23h4M36 27h4M24 15v-4M28 15v-4M32 15v-4M24 31v4M28 31v4M32 31v4" />
      <circle cx="9.5" cy="11.5" r="1.5" />
      <circle cx="46.5" cy="36.5" r="1.5" />
    </>
  ),
  server: (
    <>
      <rect x="7" y="7" width="42" height="10" rx="2" />
      <rect x="7" y="19" width="42" height="10" rx="2" />
      <rect x="7" y="31" width="42" height="10" rx="2" />
      <path d="M12 12h14M12 24h14M12 36h14" />
      {pins(3, 38, 12)}
      {pins(3, 38, 24)}
      {pins(3, 38, 36)}
    </>
  ),
}

export function BoardPicture({ kind }: { readonly kind: BoardPictureKind }) {
  const { t } = useTranslation()
  return (
    <svg
      className="board-picture"
      viewBox="0 0 56 48"
      width="56"
      height="48"
      role="img"
      aria-label={t(`boards.kind.${kind}`)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      {drawings[kind]}
    </svg>
  )
}
