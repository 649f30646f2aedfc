// The steps of a batch ladder: doubled from 1 until the largest that is to be tried, which is always one of them.

/** Where nobody says otherwise: a ladder ends by its own rules long before, unless the model is tiny. */
export const defaultLadderMost = 1_024

/** 1, 2, 4, … below `most`, then `most`. */
export function doublingsTo(most: number): readonly number[] {
  const below = Math.ceil(Math.log2(most))
  return [...Array.from({ length: below }, (_, index) => 2 ** index), most]
}
