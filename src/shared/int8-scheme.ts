// Which 8-bit integers a processor multiplies best, and without a fault. ONNX Runtime's kernels for x64 without VNNI add two
// products of 8 bits in 16, which weights of all 8 bits overflow: those of 7 can not.

import type { BoardFacts } from './board.ts'
import type { RecipeOf } from './variant.ts'

/** What decides it. */
export interface Processor {
  readonly os: Pick<BoardFacts['os'], 'arch'>
  readonly cpu: Pick<BoardFacts['cpu'], 'features'>
}

/** Each by itself: 512 bits wide, or 256 as on processors without AVX-512. */
const vnni: readonly string[] = ['avx512_vnni', 'avx_vnni']

/** Whether sums of products of 8 bits overflow there; so too where the processor does not say what it has. */
export function overflows16Bits({ os, cpu }: Processor): boolean {
  return os.arch === 'x64' && !vnni.some((name) => cpu.features?.includes(name))
}

/**
 * What int8-static takes where nobody says: s8 for both sides on arm64, which fuses all of it, and u8 for activations on x64.
 * Null, a processor that is not known: what is right on every board.
 */
export function int8Scheme(
  processor: Processor | null,
): Pick<RecipeOf<'int8-static'>, 'scheme' | 'reduceRange'> {
  if (processor?.os.arch === 'arm64') return { scheme: 's8s8', reduceRange: false }
  const isWide = processor?.os.arch === 'x64' && !overflows16Bits(processor)
  return { scheme: 'u8s8', reduceRange: !isWide }
}
