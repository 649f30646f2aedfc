// How a moment reads. In the window by the clock of the person before it; a page whose reader may be anywhere provides
// another way, for all that is shown on it.

import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'

/** A moment, in milliseconds since 1970, in words of a language. */
export type MomentWords = (ms: number, language: string) => string

/** The year only where it is another one. */
const byOwnClock: MomentWords = (ms, language) => {
  const sameYear = new Date(ms).getFullYear() === new Date().getFullYear()
  return new Intl.DateTimeFormat(language, {
    ...(sameYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms)
}

/** With its year and its zone, so that it means the same to every reader. */
export const inUtc: MomentWords = (ms, language) =>
  new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(ms)

export const MomentContext = createContext<MomentWords>(byOwnClock)

export function useMoment(): (ms: number) => string {
  const { i18n } = useTranslation()
  const words = useContext(MomentContext)
  return (ms) => words(ms, i18n.language)
}
