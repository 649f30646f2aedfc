// Divides values that are looked at into groups, so that those which are held at the same time stay within bounds. Each
// group costs a session, and a run of the whole model for each sample.

/** What one group may hold; its copies take as much again. */
export const groupBytes = 256 * 1024 ** 2
/** What is taken for a value of unknown size where no size is known at all. */
const guessedBytes = 4 * 1024 ** 2

/** `sizes`: bytes by name; one that is not known counts as the largest that is. Their order is kept. */
export function groupsOf(
  sizes: ReadonlyMap<string, number | null>,
  mostBytes = groupBytes,
): readonly (readonly string[])[] {
  const known = [...sizes.values()].filter((bytes) => bytes !== null)
  const largest = known.reduce((most, bytes) => Math.max(most, bytes), 0) || guessedBytes
  const groups: string[][] = []
  let group: string[] = []
  let held = 0
  for (const [name, bytes] of sizes) {
    const more = bytes ?? largest
    if (group.length === 0 || held + more > mostBytes) {
      group = []
      held = 0
      groups.push(group)
    }
    group.push(name)
    held += more
  }
  return groups
}
