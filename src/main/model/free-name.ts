// A name that nothing beside it has.

/** The name itself, or with the least number from 2 that makes it one of its own. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const offered = number === 1 ? name : `${name.slice(0, 190)} (${number})`
    if (!taken.includes(offered)) return offered
  }
}
