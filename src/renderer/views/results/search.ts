// Whether something is what a search means: every word of it occurs somewhere, in any order and any case.

export function matchesSearch(wanted: string, texts: readonly string[]): boolean {
  const text = texts.join('\n').toLocaleLowerCase()
  return wanted
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
