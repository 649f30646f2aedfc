// How one logs in to a machine over SSH, and what a person is asked for on the way. No secret stands in any of it but
// in the answers, which exist only while a connection is being opened.

import { z } from 'zod'
import type { BoardId } from './board.ts'

const filePath = z.string().min(1).max(4096)

/**
 * `auto` is what ssh does: the agent's keys, the user's default keys, then what the server asks for. The other kinds
 * offer exactly what they name; what a server demands after it (a second factor) is asked for.
 */
export const loginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  /** A private key file on this computer. */
  z.object({ kind: z.literal('key'), path: filePath }),
  /** The keys in an agent; without `socket` in the one that this computer's environment names. */
  z.object({ kind: z.literal('agent'), socket: filePath.optional() }),
  z.object({ kind: z.literal('password') }),
])
export type Login = z.infer<typeof loginSchema>

const hostName = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@]+$/)

/** A machine that an SSH connection goes to, or through. */
export const hopSchema = z.object({
  host: hostName,
  port: z.int().min(1).max(65535),
  user: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[^\s:@]+$/),
  login: loginSchema,
  /** The name under which its host key is known instead of its address (OpenSSH's HostKeyAlias). */
  hostKeyAlias: hostName.optional(),
})
export type Hop = z.infer<typeof hopSchema>

export const maxJumps = 8

/** A board's address: itself, and the jump hosts before it, the nearest to this computer first. */
export const sshAddressSchema = hopSchema.extend({ via: z.array(hopSchema).max(maxJumps) })
export type SshAddress = z.infer<typeof sshAddressSchema>

/** Texts of `prompts` are the server's own: bounded and plain, but not to be believed. */
export type LoginQuestion =
  | { readonly kind: 'password'; readonly user: string; readonly host: string }
  | { readonly kind: 'passphrase'; readonly keyPath: string }
  /** To write what only root may. It is kept until the program ends at the longest. */
  | { readonly kind: 'sudo'; readonly user: string; readonly host: string }
  | {
      readonly kind: 'prompts'
      readonly host: string
      readonly name: string
      readonly instructions: string
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[]
    }

/** A question that waits for a person. */
export interface LoginAsked {
  readonly id: string
  readonly board: BoardId
  readonly question: LoginQuestion
  /** The answer before this one was refused. */
  readonly wrongBefore: boolean
}

/** One answer for each prompt, one for a password or a passphrase; null gives it up. */
export const loginAnswerSchema = z.object({
  id: z.string().max(60),
  answers: z.array(z.string().max(4096)).max(20).nullable(),
  remember: z.boolean(),
})
export type LoginAnswer = z.infer<typeof loginAnswerSchema>

/** A host of the user's ssh configuration, as it would become a board. */
export interface ImportableHost {
  /** Its name in the configuration. */
  readonly name: string
  /** Null where it can not be imported; `why` says the reason in ssh's or in our own words. */
  readonly address: SshAddress | null
  readonly why: string | null
  /** The board that it became already. */
  readonly board: BoardId | null
}
