// An open way to the agent of one board, the same for this computer and for a board over SSH.
// Opening one connects, checks the board and brings the agent and its runtime there.

import type { Board } from '../../shared/board.ts'
import type { RunEvent, RunId } from '../../shared/event.ts'
import type { Verb, VerbReply, VerbRequest } from '../../shared/protocol.ts'
import type { TelemetryMessage } from '../../shared/telemetry.ts'

/** Something that takes a while on the way to a board; `totalBytes` 0 where there is nothing to count. */
export interface Progress {
  readonly stage: 'connect' | 'push' | 'start'
  /** What is being carried, for people: "Node 24.21.0", "resnet50-v1.5". */
  readonly item: string
  readonly doneBytes: number
  readonly totalBytes: number
}
export type OnProgress = (progress: Progress) => void

export interface ContentFile {
  /** Where it stands in its folder on the board: relative, with forward slashes. */
  readonly location: string
  /** Where it is on this computer. */
  readonly path: string
  readonly sha256: string
}

/** What is brought to a board once and kept there by its content: a model with all its files, or an input's values. */
export interface Content {
  readonly kind: 'model' | 'input'
  /** On the board: the folder `models/<id>`, or the file `inputs/<id>.npy`. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** An input has one. */
  readonly files: readonly ContentFile[]
}

/** One that gives one answer; the others stream. */
export type AnsweringVerb = Exclude<Verb, 'attach' | 'telemetry'>

/** Every method rejects with a `FaultError` and nothing else. */
export interface BoardSession {
  /** One verb, one answer. */
  call<V extends AnsweringVerb>(
    verb: V,
    request: VerbRequest<V>,
    signal?: AbortSignal,
    onBytes?: (doneBytes: number, totalBytes: number) => void,
  ): Promise<VerbReply<V>>

  /** Streams the events after `since`, each once and in order, until the run has ended. */
  attach(
    run: RunId,
    since: number,
    onEvent: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<VerbReply<'attach'>>

  /** Streams what the board does, until `signal` fires or the link is lost; both reject. */
  telemetry(
    hz: number,
    onMessage: (message: TelemetryMessage) => void,
    signal?: AbortSignal,
  ): Promise<void>

  /** Brings something to the board, unless it is there already; it appears there whole. */
  push(content: Content, onProgress?: OnProgress, signal?: AbortSignal): Promise<void>

  close(): void

  /** Resolves when the way to the board is gone, by `close` or by itself. */
  readonly closed: Promise<void>
}

export interface ConnectOptions {
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}
export type Connect = (board: Board, options?: ConnectOptions) => Promise<BoardSession>

/** The host keys that the user trusted, kept by Benchtop itself. */
export interface TrustStore {
  /** Fingerprints (`SHA256:…`) trusted for an address, by host-key algorithm. */
  trusted(host: string, port: number): readonly TrustedKey[]
}
export interface TrustedKey {
  readonly algorithm: string
  readonly fingerprint: string
}
