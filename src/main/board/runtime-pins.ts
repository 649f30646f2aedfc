// What Benchtop brings to boards and does not have at hand itself: Node, and koffi's native half for another
// architecture. Which versions, and the exact content of their packages.

import { z } from 'zod'

export const boardArchs = ['x64', 'arm64'] as const
export type BoardArch = (typeof boardArchs)[number]

const pinnedPackageSchema = z.object({
  name: z.string().regex(/^(@[a-z0-9-]+\/)?[a-z0-9-]+$/),
  integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
})
export type PinnedPackage = z.infer<typeof pinnedPackageSchema>

const pinsSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  packages: z.object({ x64: pinnedPackageSchema, arm64: pinnedPackageSchema }),
})

/** The shape of resources/runtimes.json. */
export const runtimePinsSchema = z.object({ node: pinsSchema, koffi: pinsSchema })
export type RuntimePins = z.infer<typeof runtimePinsSchema>
