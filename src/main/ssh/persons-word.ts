// What a person says to a host: a password, answers to the server's own prompts. A kept password is tried once; what is
// to be kept is kept only after the server accepted it. The server's texts are bounded and plain, and only shown.

import type { Prompt } from 'ssh2'
import type { Hop, LoginQuestion } from '../../shared/login.ts'
import { plainText } from '../board/printed.ts'
import { cancelledError } from '../board/transport.ts'
import type { Answers, Secrets } from '../login/ask.ts'
import type { AskNow } from './keyring.ts'

const tries = 3
const mostPrompts = 20
const longestTextLength = 500

/** `Password:`, `Password for edge@pi:`, `edge@pi's password:`, `密码：`; not `One-time password`. */
const asksForPassword =
  /^(?:\S{1,320}['’]s )?(?:unix )?(?:password|密码)(?: for \S{1,320})?\s?[:：]?\s*$/iu

export class PersonsWord {
  readonly #hop: Hop
  readonly #secrets: Secrets
  readonly #ask: AskNow
  readonly #onFailure: (thrown: unknown) => void
  #kept: 'untried' | 'tried' | 'wrong' = 'untried'
  #toKeep: string | null = null
  #passwordGiven = false
  #personAsked = false
  #triesLeft = tries
  #wrong = false
  /** How many prompts were answered so far; a method that asks nothing does not change it. */
  asked = 0
  /** The server refused a password. */
  wasWrong = false

  constructor(hop: Hop, secrets: Secrets, ask: AskNow, onFailure: (thrown: unknown) => void) {
    this.#hop = hop
    this.#secrets = secrets
    this.#ask = ask
    this.#onFailure = onFailure
  }

  get mayTry(): boolean {
    return this.#triesLeft > 0
  }

  /** The kept password first, then the person's. Rejects with `cancelled` where the person gives up. */
  async password(): Promise<string> {
    const { user, host } = this.#hop
    this.asked += 1
    this.#passwordGiven = true
    const kept = this.#kept === 'untried' ? this.#secrets.get(this.#name) : null
    if (kept !== null) {
      this.#kept = 'tried'
      return kept
    }
    const given = await this.#askPerson({ kind: 'password', user, host })
    const [password = ''] = given.answers
    this.#toKeep = given.remember ? password : null
    return password
  }

  /** ssh2's own shape: the server asks, and `finish` takes one answer for each prompt. */
  readonly prompt = (
    name: string,
    instructions: string,
    _language: string,
    prompts: readonly Prompt[],
    finish: (answers: string[]) => void,
  ): void => {
    this.#answerPrompts(name, instructions, prompts).then(finish, this.#onFailure)
  }

  /** The server took what was said. */
  accepted(): void {
    if (this.#passwordGiven) {
      if (this.#toKeep !== null) this.#secrets.set(this.#name, this.#toKeep)
      else if (this.#kept === 'wrong') this.#secrets.forget(this.#name)
    }
    this.wasWrong = false
    this.#triesLeft = tries
    this.#begin(false)
  }

  /** The server did not take it. */
  refused(): void {
    if (this.#passwordGiven) this.wasWrong = true
    if (this.#kept === 'tried') this.#kept = 'wrong'
    if (this.#personAsked) this.#triesLeft -= 1
    this.#begin(true)
  }

  #begin(wrong: boolean): void {
    this.#wrong = wrong
    this.#passwordGiven = false
    this.#personAsked = false
    this.#toKeep = null
  }

  async #answerPrompts(
    name: string,
    instructions: string,
    prompts: readonly Prompt[],
  ): Promise<string[]> {
    const [only] = prompts
    if (prompts.length === 1 && only !== undefined && only.echo !== true)
      if (asksForPassword.test(shown(only.prompt).trim())) return [await this.password()]
    this.asked += prompts.length
    const { answers } = await this.#askPerson({
      kind: 'prompts',
      host: this.#hop.host,
      name: shown(name),
      instructions: shown(instructions),
      prompts: prompts
        .slice(0, mostPrompts)
        .map(({ prompt, echo }) => ({ text: shown(prompt), echo: echo === true })),
    })
    return prompts.map((_, index) => answers[index] ?? '')
  }

  async #askPerson(question: LoginQuestion): Promise<Answers> {
    this.#personAsked = true
    return (await this.#ask(question, this.#wrong)) ?? Promise.reject(cancelledError())
  }

  get #name() {
    const { user, host, port } = this.#hop
    return { kind: 'password', user, host, port } as const
  }
}

const shown = (text: string) => plainText(text).slice(0, longestTextLength)
