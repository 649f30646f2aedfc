// Quoting for a POSIX shell: any text, as one word. The only way by which a value enters a command line.

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/

/** One word of a shell command, whatever it holds. A NUL can not stand in a command line and throws. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new RangeError('a NUL can not stand in a command line')
  if (plain.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

export function commandLine(argv: readonly string[]): string {
  return argv.map(quote).join(' ')
}
