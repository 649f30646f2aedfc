// Where Prometheus may read what the boards do.

import { z } from 'zod'
import type { Fault } from './fault.ts'

export const exporterPort = 9877
export const loopback = '127.0.0.1'

export const exporterPlaceSchema = z.object({
  /** Of this computer: an IP address to listen on. */
  address: z.union([z.ipv4(), z.ipv6()]).default(loopback),
  port: z.int().min(1).max(65_535).default(exporterPort),
})
export type ExporterPlace = z.infer<typeof exporterPlaceSchema>

/** What a person switched on, and keeps from one start to the next. */
export const exporterSettingSchema = z.object({
  on: z.boolean().default(false),
  ...exporterPlaceSchema.shape,
})
export type ExporterSetting = z.infer<typeof exporterSettingSchema>

export type ExporterState =
  | { readonly kind: 'off' }
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'fault'; readonly fault: Fault }

/** Whether others than this computer's own programs can read there. */
export const isOpenToOthers = (address: string): boolean =>
  !/^127\./.test(address) && address !== '::1'
