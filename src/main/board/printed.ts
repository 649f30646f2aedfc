// A board's own words, made fit for a person's eyes: no control characters, no escape sequences, bounded.

/** How much of a board's words a fault carries. */
const maxPrintedLength = 2000

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.?)/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controlCharacter = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** The text without escape sequences and control characters; line ends and tabs stay. */
export function plainText(text: string): string {
  return text.replace(escapeSequence, '').replace(controlCharacter, '')
}

/** A name: plain text on one line. */
export const plainName = (text: string): string => plainText(text).replace(/\s+/g, ' ')

/** Plain text of a bounded length; the end is kept. */
export function printed(text: string): string {
  return plainText(text).trim().slice(-maxPrintedLength)
}
