// Frequencies as people write them, always with a unit: a bare number could be any.

const unitKhz: Readonly<Record<string, number>> = { khz: 1, mhz: 1e3, ghz: 1e6 }

/** The most digits that are a frequency of a processor. */
export const frequencyPattern = /^\s*\d{1,9}(\.\d{1,6})?\s*([kK]|[mM]|[gG])[hH][zZ]\s*$/

/** `1.8GHz`, `408 MHz` or `1416000kHz` in kHz, rounded to whole ones; null for anything else, or for 0. */
export function khzIn(text: string): number | null {
  if (!frequencyPattern.test(text)) return null
  const [, digits = '', unit = ''] = /^([\d.]+)(.+)$/.exec(text.replace(/\s+/g, '')) ?? []
  const khz = Math.round(Number(digits) * (unitKhz[unit.toLowerCase()] ?? Number.NaN))
  return khz > 0 ? khz : null
}

/** Exactly, in the largest unit that needs no more than three decimals: reads back as the same. */
export function frequencyText(khz: number): string {
  if (khz >= 1e6 && khz % 1e3 === 0) return `${khz / 1e6}GHz`
  return khz >= 1e3 && khz % 10 === 0 ? `${khz / 1e3}MHz` : `${khz}kHz`
}
