// A report as one page that needs nothing else: the built page with the document in it. The page may run its own
// script and nothing more, and may reach no network at all.

import { createHash } from 'node:crypto'
import type { Language } from '../../shared/ipc.ts'
import type { ReportDocument } from '../../shared/report.ts'

const place = '<script type="application/json" id="report"></script>'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

/** The scripts that the page runs; what is in them is not known beforehand, so each is allowed by its hash. */
function scriptHashes(page: string): readonly string[] {
  return [...page.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${sha256(script ?? '')}'`,
  )
}

function policyOf(page: string): string {
  return [
    "default-src 'none'",
    `script-src ${scriptHashes(page).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** JSON that ends no script: `<` is written as its escape. */
const inScript = (document: ReportDocument) => JSON.stringify(document).replaceAll('<', '\\u003c')

/** `page` is the built page (`out/report/report.html`). */
export function reportHtml(page: string, document: ReportDocument, language: Language): string {
  if (!page.includes(place)) throw new Error('the built page has no place for a report')
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(page)}">`
  return page
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${policy}`)
    .replace(place, () => place.replace('><', () => `>${inScript(document)}<`))
}
