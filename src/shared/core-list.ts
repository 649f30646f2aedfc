// Cores as people write them: 4-7, single ones beside it.

/** `0-2,5` (or `0-2+5`) as 0, 1, 2, 5; null where it is no list of cores. */
export function coresIn(text: string): readonly number[] | null {
  const parts = text.split(/[,+\s]+/).filter((part) => part !== '')
  const cores = parts.map((part) => {
    const [, low, high = low] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? []
    const count = Number(high) - Number(low) + 1
    return count >= 1 ? Array.from({ length: count }, (_, at) => Number(low) + at) : null
  })
  const isList = cores.length > 0 && cores.every((part) => part !== null)
  return isList ? [...new Set(cores.flatMap((part) => part ?? []))] : null
}

/** 0, 1, 2, 5 as `0-2, 5`. */
export function coresText(cores: readonly number[]): string {
  const sorted = [...new Set(cores)].sort((a, b) => a - b)
  const starts = sorted.filter((core) => !sorted.includes(core - 1))
  const ends = sorted.filter((core) => !sorted.includes(core + 1))
  return starts.map((low, at) => (low === ends[at] ? `${low}` : `${low}-${ends[at]}`)).join(', ')
}
