// The rails of a Raspberry Pi 5's power management chip, by the firmware's own program: 12 with volts and amperes, and two of
// which only the volts are known. What the board passes on at 5 V goes through none of them, so their sum is a part of what
// it takes.

import type { DeviceKernel } from '../environment/kernel.ts'
import type { AskProgram } from './programs.ts'
import { type FoundPower, noPower, programHz } from './source.ts'

export const pmicWords = ['pmic_read_adc']

export async function findPmic({ read }: DeviceKernel, ask: AskProgram): Promise<FoundPower> {
  if (!(read('/proc/device-tree/compatible') ?? '').includes('brcm,bcm2712')) return noPower
  const answer = await ask('vcgencmd', pmicWords)
  const rails = answer.kind === 'said' ? pmicMilliwatts(answer.text) : new Map<string, number>()
  if (rails.size === 0) {
    // A group lets the firmware be asked; it changes nothing where no program is there to ask it, or where it answers.
    const remedy = answer.kind === 'failed' ? 'video-group' : null
    return { sources: [], unread: [{ source: 'Raspberry Pi PMIC', remedy }] }
  }
  return {
    sources: [
      {
        told: {
          id: 'pmic',
          method: 'pmic',
          reading: 'volts-and-amperes',
          rails: [...rails.keys()].map((name) => ({ name, inTotal: true })),
          coverage: 'partial',
          hz: programHz,
          uncertainty: null,
        },
        input: { kind: 'program', program: 'vcgencmd' },
      },
    ],
    unread: [],
  }
}

/** From lines as `VDD_CORE_A current(7)=1.11625000A` and `VDD_CORE_V volt(15)=0.74944980V`. */
export function pmicMilliwatts(text: string): ReadonlyMap<string, number> {
  const said = (line: RegExp) =>
    new Map([...text.matchAll(line)].map(([, name = '', value]) => [name, Number(value)]))
  const amperes = said(/^\s*(\w{1,40})_A current\(\d+\)=(-?\d{1,4}(?:\.\d{1,12})?)A\s*$/gm)
  const volts = said(/^\s*(\w{1,40})_V volt\(\d+\)=(-?\d{1,4}(?:\.\d{1,12})?)V\s*$/gm)
  return new Map(
    [...amperes].flatMap(([name, ampere]) => {
      const volt = volts.get(name)
      return volt === undefined ? [] : [[name, ampere * volt * 1_000] as const]
    }),
  )
}
