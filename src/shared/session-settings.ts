// The settings of a session that a plan can sweep besides threads and batch. Each has a value that stands where nobody
// says otherwise; a point carries one value of each, a plan a list of each.

import { z } from 'zod'

/** An execution provider by ONNX Runtime's own name for it. */
export const providerSchema = z.string().regex(/^[A-Za-z0-9_]{1,60}$/)
export const cpuProvider = 'CPUExecutionProvider'

/** The cores that the measuring process may use: all, one kind of a big.LITTLE chip, or these. */
export const placementSchema = z.union([
  z.enum(['all', 'big', 'little']),
  z
    .array(z.int().min(0).max(1023))
    .min(1)
    .max(1024)
    .refine((cpus) => new Set(cpus).size === cpus.length, 'a core stands twice'),
])
export type Placement = z.infer<typeof placementSchema>

const values = {
  /** Path of a libonnxruntime on the board; null is the one that Benchtop brings. */
  library: z.string().min(1).max(4096).nullable(),
  /** Asked for before the CPU, which takes what it leaves. */
  provider: providerSchema,
  /** Whether operators that do not depend on each other run side by side. */
  execution: z.enum(['sequential', 'parallel']),
  /** How far ONNX Runtime rewrites the graph at load. */
  optimization: z.enum(['disabled', 'basic', 'extended', 'layout', 'all']),
  /** Whether activations come from an arena that keeps its memory. */
  arena: z.boolean(),
  /** Whether threads that wait for work spin. */
  spinning: z.boolean(),
  placement: placementSchema,
  /** `fixed`: the sizes are given to the session too, so that it can plan for them; `open`: as the file has them. */
  dimensions: z.enum(['open', 'fixed']),
}

export const defaultSettings = {
  library: null,
  provider: cpuProvider,
  execution: 'sequential',
  optimization: 'all',
  arena: true,
  spinning: true,
  placement: 'all',
  dimensions: 'open',
} as const satisfies SessionSettings

export const sessionSettingsSchema = z.object(values)
export type SessionSettings = z.infer<typeof sessionSettingsSchema>
export type SettingName = keyof SessionSettings
export const settingNames = Object.keys(values) as readonly SettingName[]

function axis<T extends z.ZodType>(value: T) {
  return z
    .array(value)
    .min(1)
    .max(64)
    .refine(
      (all) => new Set(all.map((one) => JSON.stringify(one))).size === all.length,
      'a value stands twice',
    )
}

/** A plan's lists; a setting that it does not name stands at its default. */
export const sessionAxesSchema = z.object({
  library: axis(values.library).default([defaultSettings.library]),
  provider: axis(values.provider).default([defaultSettings.provider]),
  execution: axis(values.execution).default([defaultSettings.execution]),
  optimization: axis(values.optimization).default([defaultSettings.optimization]),
  arena: axis(values.arena).default([defaultSettings.arena]),
  spinning: axis(values.spinning).default([defaultSettings.spinning]),
  placement: axis(values.placement).default([defaultSettings.placement]),
  dimensions: axis(values.dimensions).default([defaultSettings.dimensions]),
})
export type SessionAxes = z.infer<typeof sessionAxesSchema>

/** Every combination of a plan's settings. */
export function settingsOf(axes: SessionAxes): readonly SessionSettings[] {
  return settingNames.reduce<readonly Partial<SessionSettings>[]>(
    (all, name) => all.flatMap((one) => axes[name].map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as readonly SessionSettings[]
}

/** Those that several points have in common. */
export type SomeSettings = {
  readonly [name in SettingName]?: SessionSettings[name] | undefined
}

/** The settings that are there and not at their default: what a label has to say. */
export function namedSettings(settings: SomeSettings): readonly SettingName[] {
  return settingNames.filter(
    (name) =>
      settings[name] !== undefined &&
      JSON.stringify(settings[name]) !== JSON.stringify(defaultSettings[name]),
  )
}
