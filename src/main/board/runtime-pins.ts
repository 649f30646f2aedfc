// The Node that Benchtop brings to boards without one: which version, and the exact content of its packages.

import { z } from 'zod'

export const boardArchs = ['x64', 'arm64'] as const
export type BoardArch = (typeof boardArchs)[number]

const pinnedPackageSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
})

/** The shape of resources/runtimes.json. */
export const runtimePinsSchema = z.object({
  node: z.object({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    packages: z.object({ x64: pinnedPackageSchema, arm64: pinnedPackageSchema }),
  }),
})
export type RuntimePins = z.infer<typeof runtimePinsSchema>
