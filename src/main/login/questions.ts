// The questions that wait for a person at the window. A page that is loaded anew finds them again; each is settled
// once, by an answer, by giving up, or by the end of the connecting that asked it.

import { randomUUID } from 'node:crypto'
import { fail } from '../../shared/fault.ts'
import type { LoginAnswer, LoginAsked } from '../../shared/login.ts'
import type { Publish } from '../publish.ts'
import type { Answers, Ask } from './ask.ts'

interface Waiting {
  readonly asked: LoginAsked
  readonly settle: (answers: Answers | null) => void
}

export class LoginQuestions {
  readonly #waiting = new Map<string, Waiting>()
  readonly #publish: Publish

  constructor(publish: Publish) {
    this.#publish = publish
  }

  readonly ask: Ask = (board, question, wrongBefore, signal) => {
    if (signal.aborted) return Promise.resolve(null)
    const asked: LoginAsked = { id: randomUUID(), board, question, wrongBefore }
    return new Promise((resolve) => {
      const settle = (answers: Answers | null) => {
        signal.removeEventListener('abort', withdraw)
        if (!this.#waiting.delete(asked.id)) return
        this.#publish('login.settled', { id: asked.id })
        resolve(answers)
      }
      const withdraw = () => settle(null)
      signal.addEventListener('abort', withdraw, { once: true })
      this.#waiting.set(asked.id, { asked, settle })
      this.#publish('login.asked', asked)
    })
  }

  pending(): readonly LoginAsked[] {
    return [...this.#waiting.values()].map(({ asked }) => asked)
  }

  answer({ id, answers, remember }: LoginAnswer): void {
    const waiting = this.#waiting.get(id) ?? fail('not-found', { what: 'question', id })
    const { question } = waiting.asked
    const wanted = question.kind === 'prompts' ? question.prompts.length : 1
    if (answers !== null && answers.length !== wanted)
      fail('bad-request', { reason: `${wanted} answers are asked for` })
    waiting.settle(answers === null ? null : { answers, remember })
  }
}
