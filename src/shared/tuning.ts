// Tuning: what a board lets be set of its clocks, what is set now, and what is still owed back. Whoever tunes holds a
// lease: when it runs out, the board gives itself back what it had.

import { z } from 'zod'
import { isTunable } from './tuning-paths.ts'

const name = z.string().min(1).max(100)
const khz = z.int().min(0)
const hz = z.int().min(0)
/** One line of the kernel's, as it reads. */
const valueSchema = z.string().max(300)

/** `policy4`: the cores under one clock, by the first of them. */
export const policyNameSchema = z.string().regex(/^policy\d{1,4}$/)

export const tunableSchema = z.object({ path: z.string().max(300), name, value: valueSchema })

/** A frequency policy of the processor. Null is not offered or not readable. */
export const tunablePolicySchema = z.object({
  policy: policyNameSchema,
  /** Of its cores, as the facts call the cluster: Cortex-A76. */
  cluster: z.string().max(300).nullable(),
  cpus: z.array(z.int().min(0)).max(1024),
  /** None: the whole policy is offline, and nothing of it can be read or set. */
  onlineCpus: z.array(z.int().min(0)).max(1024),
  driver: name.nullable(),
  governor: valueSchema.nullable(),
  governors: z.array(name).max(50),
  hardwareMinKhz: khz.nullable(),
  hardwareMaxKhz: khz.nullable(),
  /** What it reaches without boost, where the driver says so. */
  baseKhz: khz.nullable().default(null),
  minKhz: khz.nullable(),
  /** The effective limit: a throttled board reads less than what was set. */
  maxKhz: khz.nullable(),
  /** As the driver says: the one that was asked for last, on most. */
  nowKhz: khz.nullable(),
  /** Ascending; empty where the driver does not list them. */
  stepsKhz: z.array(khz).max(500),
  /** Null without the governor `userspace`. */
  setKhz: khz.nullable(),
  /** Of the governor that is set. */
  tunables: z.array(tunableSchema).max(100),
  energyPreference: valueSchema.nullable(),
  energyPreferences: z.array(name).max(50),
  /** Of this policy's own, where a driver has it there. */
  boost: z.boolean().nullable(),
})
export type TunablePolicy = z.infer<typeof tunablePolicySchema>

/** A clock that is not the processor's: GPU, NPU, memory. */
export const tunableDeviceSchema = z.object({
  /** As devfreq calls it: `fdab0000.npu`. */
  device: z.string().regex(/^[A-Za-z0-9._:@-]{1,80}$/),
  kind: z.enum(['gpu', 'npu', 'memory', 'other']),
  governor: valueSchema.nullable(),
  governors: z.array(name).max(50),
  minHz: hz.nullable(),
  /** 0 is no limit on older kernels. */
  maxHz: hz.nullable(),
  nowHz: hz.nullable(),
  stepsHz: z.array(hz).max(500),
  /** 0 to 1. */
  load: z.number().min(0).nullable(),
})
export type TunableDevice = z.infer<typeof tunableDeviceSchema>

/** Programs that set clocks on their own account. */
export const rivals = [
  'tuned',
  'tlp',
  'auto-cpufreq',
  'power-profiles-daemon',
  'cpufrequtils',
  'nvpmodel',
  'thermald',
] as const

/**
 * How this login gets to write: `direct` it may (root, or the files are writable), `helper` by the installed helper,
 * `sudo` without a password, `password` with one, `none` not at all.
 */
export const tuningRoutes = ['direct', 'helper', 'sudo', 'password', 'none'] as const
export type TuningRoute = (typeof tuningRoutes)[number]

/** A value that is to stand in a file of the kernel's. Its path is on the allow-list. */
export const changeSchema = z
  .object({ path: z.string().max(300), value: z.string().min(1).max(100) })
  .refine(isTunable, 'it can not be tuned')
export type Change = z.infer<typeof changeSchema>

/** One that is made: what stood there before, and what it reads now. */
export const madeChangeSchema = z.object({
  path: z.string().max(300),
  before: valueSchema,
  wanted: valueSchema,
  reads: valueSchema.nullable(),
})
export type MadeChange = z.infer<typeof madeChangeSchema>

/** Nobody may hold a lease for longer; a timer counts it in 31 bits. */
export const longestLeaseMs = 7 * 86_400_000

/**
 * `run`: as long as the run that set it lives. `until`: so long from now. `kept`: nothing gives it back but a person,
 * or the next boot.
 */
export const leaseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run') }),
  z.object({ kind: z.literal('until'), leftMs: z.number().min(0).max(longestLeaseMs) }),
  z.object({ kind: z.literal('kept') }),
])
export type Lease = z.infer<typeof leaseSchema>

const whatIsOwed = { changes: z.array(madeChangeSchema).max(2_000) }

/**
 * What the board owes to its own settings. `dirty`: changed, and nothing is alive that would give it back.
 * `failed-restore`: tried, and some values would not go back. Commands do what is left by hand, as root.
 */
export const tuningStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('untouched') }),
  z.object({
    state: z.literal('tuned'),
    lease: leaseSchema,
    /** The baseline was taken while the board was throttled or cooling: giving it back may make that permanent. */
    tainted: z.boolean(),
    ...whatIsOwed,
  }),
  z.object({
    state: z.literal('dirty'),
    ...whatIsOwed,
  }),
  z.object({
    state: z.literal('failed-restore'),
    ...whatIsOwed,
    /** `foreign`: somebody else set it meanwhile, and it was left alone. */
    failures: z
      .array(
        z.object({
          path: z.string().max(300),
          wanted: valueSchema,
          reads: valueSchema.nullable(),
          why: z.enum(['refused', 'did-not-stick', 'foreign', 'gone']),
        }),
      )
      .max(2_000),
  }),
])
export type TuningStatus = z.infer<typeof tuningStatusSchema>

/** Why a baseline that is taken now would not be the board's own. */
export const taintSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cooling'), device: name, state: z.int().min(0) }),
  z.object({ kind: z.literal('throttled'), source: name }),
  /** The limit reads below what the hardware reaches, and nobody set it. */
  z.object({ kind: z.literal('limited'), policy: policyNameSchema, maxKhz: khz }),
])
export type Taint = z.infer<typeof taintSchema>

/** Jetson's modes of power; they outlive a boot. */
export const powerModesSchema = z.object({
  now: name.nullable(),
  modes: z.array(z.object({ id: z.int().min(0).max(1_000), name })).max(100),
})

/** Everything that a board tells of its tuning, read at once. */
export const tuningReportSchema = z.object({
  policies: z.array(tunablePolicySchema).max(512),
  /** Of all policies: turbo or boost clocks allowed. `path` is where it is set. Null: not offered. */
  boost: z.object({ path: z.string().max(300), on: z.boolean() }).nullable(),
  devices: z.array(tunableDeviceSchema).max(64),
  powerModes: powerModesSchema.nullable(),
  zones: z.array(z.object({ zone: name, milliC: z.number() })).max(200),
  coolers: z
    .array(z.object({ cooler: name, state: z.int().min(0), mostState: z.int().min(0) }))
    .max(200),
  taints: z.array(taintSchema).max(600),
  rivals: z.array(z.enum(rivals)).max(rivals.length),
  route: z.enum(tuningRoutes),
  helper: z.object({
    /** Null: not installed. */
    version: z.string().max(100).nullable(),
    /** Of this Benchtop's own. */
    isCurrent: z.boolean(),
  }),
  status: tuningStatusSchema,
})
export type TuningReport = z.infer<typeof tuningReportSchema>

/** What is asked of policies; what is null stays as it is. */
export const policyWishSchema = z.object({
  /** Null: all of them. */
  policies: z.array(policyNameSchema).max(512).nullable().default(null),
  governor: name.nullable().default(null),
  minKhz: khz.nullable().default(null),
  maxKhz: khz.nullable().default(null),
  /** Lower and upper limit alike, at the highest step that is not above; with `userspace` its speed too. */
  fixedKhz: khz.nullable().default(null),
  /** With `userspace` its speed, the limits left as they are. */
  speedKhz: khz.optional(),
  energyPreference: name.nullable().default(null),
  /** By name. */
  tunables: z.record(z.string().max(100), z.string().max(100)).default({}),
})
export type PolicyWish = z.infer<typeof policyWishSchema>

export const deviceWishSchema = z.object({
  device: tunableDeviceSchema.shape.device,
  governor: name.nullable().default(null),
  minHz: hz.nullable().default(null),
  maxHz: hz.nullable().default(null),
})
export type DeviceWish = z.infer<typeof deviceWishSchema>

/** A tuning as people ask for it and keep it in a profile: not bound to one board's paths. */
export const tuningSchema = z.object({
  policies: z.array(policyWishSchema).max(64).default([]),
  boost: z.boolean().nullable().default(null),
  devices: z.array(deviceWishSchema).max(64).default([]),
  /** Of a Jetson, by its number. */
  powerMode: z.int().min(0).max(1_000).nullable().default(null),
})
export type Tuning = z.infer<typeof tuningSchema>

export const tuningPresets = ['performance', 'powersave', 'balanced', 'reproducible'] as const
export type TuningPreset = (typeof tuningPresets)[number]
