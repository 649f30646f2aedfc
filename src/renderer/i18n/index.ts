// The languages of the window, and the one place where a fault is put into words.
// Keys are typed by the English file; a board's own text never passes through the interpolation of i18next.

import i18next, { type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Fault, fillPlaces } from '../../shared/fault.ts'
import type { Language } from '../../shared/ipc.ts'
import { en, type FaultWords, type Words } from './en.ts'
import { zhCN } from './zh-CN.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Words }
  }
}

/** Each language by its own name. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

export async function startLanguage(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** The language that this window begins with. */
export function preferredLanguage(
  chosen: Language | undefined,
  wanted: readonly string[],
): Language {
  if (chosen !== undefined) return chosen
  return wanted[0]?.toLowerCase().startsWith('zh') === true ? 'zh-CN' : 'en'
}

/** A fault's sentences in the reader's language; the fault's own where the catalogue does not know its code. */
export function faultWords(t: TFunction, { code, message, hint, params }: Fault): FaultWords {
  const words = (part: keyof FaultWords, own: string) => {
    const text = t(`fault.${code}.${part}`, { skipInterpolation: true, defaultValue: own })
    return fillPlaces(text, params)
  }
  return { message: words('message', message), hint: words('hint', hint ?? '') }
}
