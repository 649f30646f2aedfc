// What can be watched on this board, and one look at all of it. What there is is found once; a look then reads files
// that stay open, and what fails is null in it.

import type { PowerCost } from '../power/watch.ts'
import { type CpuTimes, readCpuTimes } from './cpu-load.ts'
import { findPolicies, type PolicyState, readPolicies } from './frequency.ts'
import { HeldFiles, type Kernel, kernelAt } from './kernel.ts'
import { ProcessClock } from './process-clock.ts'
import { readProcessTimes, treeOf } from './process-times.ts'
import { spread } from './spread.ts'
import {
  type CoolingDevice,
  findCoolingDevices,
  findThermalZones,
  readCoolingStates,
  readThermalZones,
  type ThermalZone,
} from './thermal.ts'
import { findThrottleSources, readThrottle, type ThrottleSource } from './throttle.ts'

/** Of each kind; a server with more has them watched evenly spread. */
const mostWatched = 16
/** The ticks of /proc are of 10 ms for every program (USER_HZ). */
const ticksPerMicrosecond = 100 / 1e6

export interface Watched {
  readonly policies: readonly string[]
  readonly zones: readonly ThermalZone[]
  readonly cooling: readonly CoolingDevice[]
  readonly throttle: readonly ThrottleSource[]
}

export interface Reading {
  /** On the supervisor's clock. */
  readonly atNs: number
  readonly cpu: CpuTimes | null
  /** CPU time of the measuring process, and of Benchtop's own besides it: ticks since it is followed. */
  readonly workerTicks: number
  readonly instrumentTicks: number
  /** The part of the instrument's that reads power; null: none is read. */
  readonly powerTicks: number | null
  readonly policies: readonly PolicyState[]
  readonly milliC: readonly (number | null)[]
  readonly cooling: readonly (number | null)[]
  readonly throttle: readonly (number | null)[]
}

/** All but the cores' counters are few, and each stands for many cores. */
export function watchedThrottles(sources: readonly ThrottleSource[]): readonly ThrottleSource[] {
  const isCore = ({ name }: ThrottleSource) => name.endsWith(' core')
  return [
    ...sources.filter((one) => !isCore(one)).slice(0, mostWatched),
    ...spread(sources.filter(isCore), mostWatched),
  ]
}

export class EnvironmentWatch implements Disposable {
  readonly watched: Watched
  readonly #held: HeldFiles
  readonly #kernel: Kernel
  readonly #instrumentRoots: () => readonly number[]
  readonly #worker: ProcessClock
  readonly #instrument: ProcessClock
  readonly #nowNs: () => number
  readonly #powerCost: () => PowerCost | null

  /**
   * `instrumentRoots`: processes whose trees are Benchtop's own now. `root`: of a tree that was made. `powerCost`: what
   * reading power took so far, where it is read.
   */
  constructor(
    instrumentRoots: () => readonly number[],
    nowNs: () => number,
    root = '',
    powerCost: () => PowerCost | null = () => null,
  ) {
    this.#powerCost = powerCost
    this.#kernel = kernelAt(root)
    this.#held = new HeldFiles(root)
    const held: Kernel = {
      read: this.#held.read,
      list: () => [],
      forget: (path) => this.#held.forget(path),
    }
    this.#worker = new ProcessClock(held)
    this.#instrument = new ProcessClock(held)
    this.#instrumentRoots = instrumentRoots
    this.#nowNs = nowNs
    const { read } = this.#kernel
    this.watched = {
      policies: spread(findPolicies(read), mostWatched),
      zones: spread(findThermalZones(this.#kernel), mostWatched),
      cooling: spread(findCoolingDevices(this.#kernel), mostWatched),
      throttle: watchedThrottles(findThrottleSources(read)),
    }
  }

  /** The measuring process, where there is one, and who belongs to Benchtop's own now. */
  follow(worker: number | null): void {
    this.#worker.follow(worker === null ? [] : [worker])
    const own = [process.pid, worker]
    const roots = this.#instrumentRoots()
    const tree = roots.length === 0 ? [] : treeOf(roots, readProcessTimes(this.#kernel))
    this.#instrument.follow([...tree].filter((pid) => !own.includes(pid)))
  }

  look(): Reading {
    const { read } = this.#held
    const { policies, zones, cooling, throttle } = this.watched
    const { user, system } = process.cpuUsage()
    const power = this.#powerCost()
    const ownTicks = (user + system) * ticksPerMicrosecond
    return {
      atNs: this.#nowNs(),
      cpu: readCpuTimes(read),
      workerTicks: this.#worker.read(),
      instrumentTicks: this.#instrument.read() + ownTicks + (power?.programTicks ?? 0),
      powerTicks: power === null ? null : power.ownTicks + power.programTicks,
      policies: readPolicies(policies, read),
      milliC: readThermalZones(zones, read),
      cooling: readCoolingStates(cooling, read),
      throttle: readThrottle(throttle, read),
    }
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]()
  }
}
