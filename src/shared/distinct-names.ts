// What several things are called beside one another: each as short as tells all of them apart.

/** The first of each thing's names, from short to long, by which all are told apart; at the end a number does it. */
export function distinctNames(candidates: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(0, ...candidates.map((names) => names.length))
  for (let length = 0; length < longest; length++) {
    const names = candidates.map((own) => own[Math.min(length, own.length - 1)] ?? '')
    if (new Set(names).size === names.length) return names
  }
  return candidates.map((own, index) => `${own.at(-1) ?? ''} (${index + 1})`)
}
