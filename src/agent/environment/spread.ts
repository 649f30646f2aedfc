// Of many things of a kind, as many as are worth watching: evenly spread, so that a server's last cores are among them.

export function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, index) =>
    all.slice(Math.floor((index * all.length) / most)).slice(0, 1),
  ).flat()
}
