// Graphics cards of NVIDIA by nvidia-smi, where NVIDIA's driver for them is loaded: on a Jetson it is absent or unreliable.

import type { DeviceKernel } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import type { AskProgram } from './programs.ts'
import { type FoundPower, noPower, programHz } from './source.ts'

const id = 'nvidia-smi'
const queryWords = ['--query-gpu=index,name,power.draw', '--format=csv,noheader,nounits']
/** Goes on, line after line. */
export const gpuWords = (hz: number) => [...queryWords, `--loop-ms=${Math.round(1_000 / hz)}`]

export async function findDiscreteGpus(
  { read }: DeviceKernel,
  ask: AskProgram,
): Promise<FoundPower> {
  const isJetson = (read('/proc/device-tree/compatible') ?? '').includes('nvidia,tegra')
  if (isJetson || read('/proc/driver/nvidia/version') === null) return noPower
  const answer = await ask('nvidia-smi', queryWords)
  if (answer.kind === 'missing') return noPower
  const cards =
    answer.kind === 'said' ? answer.text.split('\n').flatMap((line) => gpuLine(line) ?? []) : []
  const known = cards.filter(({ milliwatts }) => milliwatts !== null)
  if (known.length === 0 || known.length < cards.length)
    return { sources: [], unread: [{ source: id, remedy: null }] }
  return {
    sources: [
      {
        told: {
          id,
          method: 'gpu',
          reading: 'average-power',
          rails: known.map(({ rail }) => ({ name: rail, inTotal: true })),
          coverage: 'partial',
          hz: programHz,
          uncertainty: null,
        },
        input: { kind: 'program', program: 'nvidia-smi' },
      },
    ],
    unread: [],
  }
}

export interface GpuLine {
  readonly rail: string
  /** Null: the card does not tell, as `[N/A]`. */
  readonly milliwatts: number | null
}

/** `0, NVIDIA GeForce RTX 4090, 21.43` */
export function gpuLine(line: string): GpuLine | null {
  const [, index, name, watts = ''] = /^\s*(\d{1,3}), (.{1,80}), (.{1,40}?)\s*$/.exec(line) ?? []
  if (index === undefined) return null
  return {
    rail: `${index} ${spoken(name) ?? ''}`.trim().slice(0, 60),
    milliwatts: /^\d{1,5}(\.\d{1,3})?$/.test(watts) ? Number(watts) * 1_000 : null,
  }
}
