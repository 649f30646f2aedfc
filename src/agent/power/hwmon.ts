// Power in the kernel's class hwmon: shunt monitors by volts and amperes, all else by its own power. Chips are told by their
// name and place, and stand in that order, never by hwmonN, which is another after each boot. Batteries and USB supplies show there too, and are
// left out.

import type { PowerMethod } from '../../shared/power.ts'
import { type DeviceKernel, numbered } from '../environment/kernel.ts'
import { spoken } from '../facts/text.ts'
import { type LiveRail, liveRail, type RailInput } from './rail.ts'
import { type ShuntMonitor, shuntSources } from './shunt-rails.ts'
import { type FoundPower, type FoundSource, fileSource } from './source.ts'

const hwmon = '/sys/class/hwmon'
const shuntMonitor = /^ina(209|219|220|226|228|230|231|233|237|238|260|3221)$/
/** in4 to in6 of an INA3221 are voltages over its shunts, in7 is their sum. */
const channels = [1, 2, 3]
/** Not connected, or no rail: what modules of optical fibre tell is light. */
const noRail = /^(nc|n\/c|sum of shunt voltages|[tr]x_power)$/i
const mostChips = 64
/** Of a device of the class power_supply: what a USB supply says was negotiated, and batteries are read as such. */
const supplyFiles = ['online', 'capacity']

/** What chips measure that say so by their drivers' names; of any other it is some rail. */
const methodOfChip: Readonly<Record<string, PowerMethod>> = {
  amdgpu: 'gpu',
  radeon: 'gpu',
  nouveau: 'gpu',
  i915: 'gpu',
  xe: 'gpu',
  // ACPI's meter is of the machine as a whole.
  power_meter: 'input-rail',
  fam15h_power: 'package',
}

interface Chip {
  /** Its driver's. */
  readonly name: string
  /** `1-0040`, `0000:03:00.0`; else `hwmonN`. */
  readonly place: string
  /** The names in its folder, and in its device's: some drivers put their files there. */
  readonly files: ReadonlyMap<string, string>
}

const idOf = ({ name, place }: Chip) => `${name} ${place}`

export function findHwmonPower(kernel: DeviceKernel): FoundPower {
  const chips = numbered(kernel, hwmon, 'hwmon')
    .slice(0, mostChips)
    .flatMap((entry) => chipAt(entry, kernel) ?? [])
    .toSorted((one, other) => idOf(one).localeCompare(idOf(other), 'en', { numeric: true }))
  const monitors: ShuntMonitor[] = []
  const others: FoundSource[] = []
  const unread: string[] = []
  for (const chip of chips) {
    const id = idOf(chip)
    const isMonitor = shuntMonitor.test(chip.name)
    const inputs = (isMonitor ? shuntInputs(chip) : powerInputs(chip)).filter((input) =>
      isRail(input, chip, kernel),
    )
    const rails = inputs.flatMap((input) => railOf(input, chip, kernel) ?? [])
    if (inputs.length > 0 && rails.length === 0) unread.push(id)
    if (rails.length === 0) continue
    if (isMonitor) monitors.push({ id, rails })
    else others.push(...ownPower(id, methodOf(chip, kernel), inputs, rails))
  }
  return {
    sources: [...shuntSources(monitors, 'volts-and-amperes'), ...others],
    unread: unread.map((source) => ({ source, remedy: null })),
  }
}

function chipAt(entry: string, kernel: DeviceKernel): Chip | null {
  const dir = `${hwmon}/${entry}`
  const name = spoken(kernel.read(`${dir}/name`)) ?? spoken(kernel.read(`${dir}/device/name`))
  const ofDevice = kernel.list(`${dir}/device`)
  const isSupply = supplyFiles.some((file) => ofDevice.includes(file))
  if (name === null || isSupply) return null
  const files = new Map([
    ...ofDevice.map((file) => [file, `${dir}/device/${file}`] as const),
    ...kernel.list(dir).map((file) => [file, `${dir}/${file}`] as const),
  ])
  return { name: name.slice(0, 40), place: placeOf(dir, kernel) ?? entry, files }
}

/** The device that the chip hangs on: the same after a reboot. */
function placeOf(dir: string, kernel: DeviceKernel): string | null {
  const parts = kernel.placeOf(dir)?.split('/') ?? []
  const at = parts.lastIndexOf('hwmon')
  return at < 1 || parts[at - 1] === 'class' ? null : spoken(parts[at - 1])
}

interface NamedInput {
  readonly channel: string
  readonly labelFile: string
  readonly switchFile: string
  readonly input: RailInput
}

function shuntInputs({ files }: Chip): readonly NamedInput[] {
  return channels.flatMap((channel) => {
    const [voltsPath, amperesPath, path] = ['in', 'curr', 'power'].map((kind) =>
      files.get(`${kind}${channel}_input`),
    )
    const input: RailInput | null =
      voltsPath !== undefined && amperesPath !== undefined
        ? { kind: 'volts-and-amperes', voltsPath, amperesPath, perMilliwatt: 1_000 }
        : path !== undefined
          ? { kind: 'power', path, perMilliwatt: 1_000 }
          : null
    const named = {
      channel: `channel ${channel}`,
      labelFile: `in${channel}_label`,
      switchFile: `in${channel}_enable`,
    }
    return input === null ? [] : [{ ...named, input }]
  })
}

/** What is now, before what was over a while. */
function powerInputs({ files }: Chip): readonly NamedInput[] {
  const numbers = [...files.keys()].flatMap(
    (file) => /^power(\d{1,2})_(?:input|average)$/.exec(file)?.[1] ?? [],
  )
  return [...new Set(numbers)].flatMap((number) => {
    const path = files.get(`power${number}_input`) ?? files.get(`power${number}_average`)
    const named = {
      channel: `power${number}`,
      labelFile: `power${number}_label`,
      switchFile: `power${number}_enable`,
    }
    return path === undefined
      ? []
      : [{ ...named, input: { kind: 'power' as const, path, perMilliwatt: 1_000 } }]
  })
}

function labelOf({ labelFile }: NamedInput, { files }: Chip, { read }: DeviceKernel) {
  const path = files.get(labelFile)
  return path === undefined ? null : spoken(read(path))
}

/** Of an input that is no rail, or is switched off, nobody misses a reading. */
function isRail(input: NamedInput, chip: Chip, kernel: DeviceKernel): boolean {
  const switchPath = chip.files.get(input.switchFile)
  const isOff = switchPath !== undefined && spoken(kernel.read(switchPath)) === '0'
  return !isOff && !noRail.test(labelOf(input, chip, kernel) ?? '')
}

const railOf = (named: NamedInput, chip: Chip, kernel: DeviceKernel): LiveRail | null =>
  liveRail(labelOf(named, chip, kernel) ?? named.channel, named.channel, named.input, kernel.read)

/** AMD's driver tells of an APU the whole of it; what only such a one has is the voltage of its northbridge. */
function methodOf({ name, files }: Chip, { read }: DeviceKernel): PowerMethod {
  const labelPath = files.get('in1_label')
  const isApu = name === 'amdgpu' && labelPath !== undefined && spoken(read(labelPath)) === 'vddnb'
  return isApu ? 'package' : (methodOfChip[name] ?? 'rail-sum')
}

/** Each power alone: one may be a part of another. */
function ownPower(
  id: string,
  method: PowerMethod,
  inputs: readonly NamedInput[],
  rails: readonly LiveRail[],
): readonly FoundSource[] {
  const isAverage = inputs.every(
    ({ input }) => input.kind === 'power' && input.path.endsWith('_average'),
  )
  return rails.map((rail) =>
    fileSource({
      id: rails.length === 1 ? id : `${id} ${rail.place}`,
      method,
      reading: isAverage ? 'average-power' : 'power',
      coverage: method === 'input-rail' ? 'whole' : 'partial',
      rails: [rail],
      inTotal: () => true,
    }),
  )
}
