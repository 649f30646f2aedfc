// Cleans what firmware and drivers say of themselves.

/** What makers leave in a field that they never filled. */
const placeholder =
  /^(-|unknown|none|n\/a|not specified|default string|system product name|o\.?e\.?m\.?|to be filled.*)$/i

/** One line of at most 300 characters, or null where nothing is said. Device-tree strings end in NUL. */
export function spoken(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
  return text === '' || placeholder.test(text) ? null : text
}
