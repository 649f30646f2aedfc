// The agent on this computer at work on models: it alone reads and writes them. The window hears what is done, and how
// far it is, for as long as it lasts.

import { localBoardId } from '../../shared/board.ts'
import type { ActivityStage } from '../../shared/ipc.ts'
import type { ModelInfo } from '../../shared/model.ts'
import type { VerbReply, VerbRequest } from '../../shared/protocol.ts'
import type { Boards } from '../board/boards.ts'
import type { AnsweringVerb, Content } from '../board/session.ts'
import type { Publish } from '../publish.ts'

export interface Work {
  readonly stage: Extract<ActivityStage, 'build' | 'inspect' | 'convert' | 'compare'>
  /** What is worked on, for people. */
  readonly item: string
  readonly signal?: AbortSignal
  /** What has to lie in the agent's home for it. */
  readonly contents?: readonly Content[]
}

export class LocalAgent {
  readonly #boards: Boards
  readonly #publish: Publish

  constructor(boards: Boards, publish: Publish) {
    this.#boards = boards
    this.#publish = publish
  }

  /** Rejects as cancelled where `signal` ends it; what the agent had written until then is the caller's to remove. */
  async call<V extends AnsweringVerb>(
    verb: V,
    request: VerbRequest<V>,
    { stage, item, signal, contents = [] }: Work,
  ): Promise<VerbReply<V>> {
    const boardId = localBoardId
    const say = (doneBytes: number, totalBytes: number) =>
      this.#publish('activity', { boardId, run: null, stage, item, doneBytes, totalBytes })
    say(0, 0)
    try {
      const session = await this.#boards.session(boardId, null, signal)
      for (const content of contents) await session.push(content, undefined, signal)
      return await session.call(verb, request, signal, say)
    } finally {
      this.#publish('activity.ended', { boardId })
    }
  }

  /** Multiply-adds are counted at `dims`, where these are enough. */
  inspect(
    path: string,
    item: string,
    dims: Readonly<Record<string, number>>,
    signal?: AbortSignal,
  ): Promise<ModelInfo> {
    const work = { stage: 'inspect', item, ...(signal === undefined ? {} : { signal }) } as const
    return this.call('model-inspect', { path, dims: { ...dims } }, work)
  }
}
