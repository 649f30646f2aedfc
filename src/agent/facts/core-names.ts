// Arm's cores by the two numbers that each says of itself (MIDR: implementer and part), as util-linux's lscpu-arm.c
// lists them.

const names: Readonly<Record<string, string>> = {
  '41:c07': 'Cortex-A7',
  '41:c08': 'Cortex-A8',
  '41:c09': 'Cortex-A9',
  '41:c0d': 'Cortex-A17',
  '41:c0e': 'Cortex-A17',
  '41:c0f': 'Cortex-A15',
  '41:d01': 'Cortex-A32',
  '41:d02': 'Cortex-A34',
  '41:d03': 'Cortex-A53',
  '41:d04': 'Cortex-A35',
  '41:d05': 'Cortex-A55',
  '41:d06': 'Cortex-A65',
  '41:d07': 'Cortex-A57',
  '41:d08': 'Cortex-A72',
  '41:d09': 'Cortex-A73',
  '41:d0a': 'Cortex-A75',
  '41:d0b': 'Cortex-A76',
  '41:d0c': 'Neoverse N1',
  '41:d0d': 'Cortex-A77',
  '41:d0e': 'Cortex-A76AE',
  '41:d40': 'Neoverse V1',
  '41:d41': 'Cortex-A78',
  '41:d42': 'Cortex-A78AE',
  '41:d43': 'Cortex-A65AE',
  '41:d44': 'Cortex-X1',
  '41:d46': 'Cortex-A510',
  '41:d47': 'Cortex-A710',
  '41:d48': 'Cortex-X2',
  '41:d49': 'Neoverse N2',
  '41:d4a': 'Neoverse E1',
  '41:d4b': 'Cortex-A78C',
  '41:d4c': 'Cortex-X1C',
  '41:d4d': 'Cortex-A715',
  '41:d4e': 'Cortex-X3',
  '41:d4f': 'Neoverse V2',
  '41:d80': 'Cortex-A520',
  '41:d81': 'Cortex-A720',
  '41:d82': 'Cortex-X4',
  '41:d84': 'Neoverse V3',
  '41:d85': 'Cortex-X925',
  '41:d87': 'Cortex-A725',
  '41:d8e': 'Neoverse N3',
  '46:001': 'A64FX',
  '48:d01': 'TaiShan v110',
  '48:d02': 'TaiShan v120',
  '4e:000': 'Denver',
  '4e:003': 'Denver 2',
  '4e:004': 'Carmel',
  '51:001': 'Oryon',
  '51:800': 'Kryo 2xx Gold',
  '51:801': 'Kryo 2xx Silver',
  '51:802': 'Kryo 3xx Gold',
  '51:803': 'Kryo 3xx Silver',
  '51:804': 'Kryo 4xx Gold',
  '51:805': 'Kryo 4xx Silver',
  '61:022': 'Icestorm',
  '61:023': 'Firestorm',
  '61:024': 'Icestorm',
  '61:025': 'Firestorm',
  '61:028': 'Icestorm',
  '61:029': 'Firestorm',
  '61:032': 'Blizzard',
  '61:033': 'Avalanche',
  'c0:ac3': 'Ampere-1',
  'c0:ac4': 'Ampere-1a',
}

export interface CoreId {
  readonly implementer: number
  readonly part: number
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** What a core is called; one that is not listed is named by its numbers. */
export function coreName({ implementer, part }: CoreId): string {
  const key = `${hex(implementer, 2)}:${hex(part, 3)}`
  return names[key] ?? `Arm core ${key}`
}

/** Implementer and part of a Main ID Register. */
export function coreIdOf(midr: bigint): CoreId {
  return { implementer: Number((midr >> 24n) & 0xffn), part: Number((midr >> 4n) & 0xfffn) }
}
