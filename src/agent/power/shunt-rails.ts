// Rails of shunt monitors (INA219, INA226, INA238, INA3221) as sources of power. What feeds the board stands alone; rails
// are added up only where it is known that none of them feeds another (BOARDS, section 2).

import type { PowerReadingKind } from '../../shared/power.ts'
import type { LiveRail } from './rail.ts'
import { type FoundSource, fileSource } from './source.ts'

/** One chip and its rails that can be read. */
export interface ShuntMonitor {
  /** `ina3221 1-0040`: by its place on its bus. */
  readonly id: string
  readonly rails: readonly LiveRail[]
}

/** Of Jetsons: the whole of the module or the board comes through it. */
const inputRails = ['POM_5V_IN', 'VDD_IN']

/**
 * Rails of boards without such a one that do not feed each other. A Jetson AGX Orin's VDDQ_VDD2_1V8AO is left out: it is
 * sensed at 5 V, and may be fed through VIN_SYS_5V0.
 */
const apartRails: readonly (readonly string[])[] = [
  ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'],
  ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'],
]

export function shuntSources(
  monitors: readonly ShuntMonitor[],
  reading: PowerReadingKind,
): readonly FoundSource[] {
  const all = monitors.flatMap(({ rails }) => rails)
  const named = (name: string) => all.some((rail) => rail.name === name)
  const total = inputRails.find(named)
  const apart = apartRails.find((names) => names.every(named))
  if (total === undefined && apart === undefined)
    return monitors.flatMap((monitor) => eachAlone(monitor, reading))
  const isInput = total !== undefined
  return [
    fileSource({
      id: idOf(monitors),
      method: isInput ? 'input-rail' : 'rail-sum',
      reading,
      coverage: isInput ? 'whole' : 'partial',
      rails: all,
      inTotal: ({ name }) => (isInput ? name === total : (apart?.includes(name) ?? false)),
    }),
  ]
}

/** `ina3221 1-0040 1-0041` */
function idOf(monitors: readonly ShuntMonitor[]): string {
  const [first, ...others] = monitors.map(({ id }) => id)
  return [first, ...others.map((id) => id.slice(id.indexOf(' ') + 1))].join(' ')
}

/** Nobody knows which of these rails feeds which: none is added to another. */
const eachAlone = ({ id, rails }: ShuntMonitor, reading: PowerReadingKind) =>
  rails.map((rail) =>
    fileSource({
      id: rails.length === 1 ? id : `${id} ${rail.place}`,
      method: 'rail-sum',
      reading,
      coverage: 'partial',
      rails: [rail],
      inTotal: () => true,
    }),
  )
