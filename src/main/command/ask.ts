// Asks for passwords, passphrases and what a host prompts for, on the terminal. What is answered ends with this
// command; stdout stays the command's own, and without a terminal the question is a fault.

import { fail } from '../../shared/fault.ts'
import type { LoginQuestion } from '../../shared/login.ts'
import type { Answers, Ask } from '../login/ask.ts'

export interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

const ownTerminal: Terminal = { input: process.stdin, output: process.stderr }

/** One question at a time. Where there is no terminal each is a fault. */
export function askOnTerminal(terminal: Terminal = ownTerminal): Ask {
  let before: Promise<unknown> = Promise.resolve()
  return (_board, question, wrongBefore, signal) => {
    const asking = before.then(() => askOne(terminal, question, wrongBefore, signal))
    before = asking.catch(() => undefined)
    return asking
  }
}

async function askOne(
  terminal: Terminal,
  question: LoginQuestion,
  wrongBefore: boolean,
  signal: AbortSignal,
): Promise<Answers | null> {
  if (!terminal.input.isTTY || !terminal.output.isTTY)
    return question.kind === 'sudo' ? fail('tuning-needs-password', {}) : fail('login-unasked', {})
  if (wrongBefore) terminal.output.write('That was not accepted.\n')
  const context = { ...terminal, signal, clearPromptOnDone: false }
  const { default: input } = await import('@inquirer/input')
  const { default: password } = await import('@inquirer/password')
  const answers: string[] = []
  try {
    for (const { text, echo } of promptsOf(question, terminal)) {
      const message = text.trim()
      const answer = echo
        ? await input({ message }, context)
        : await password({ message, mask: false }, context)
      answers.push(answer)
    }
    return { answers, remember: true }
  } catch (thrown) {
    if (isGivenUp(thrown)) return null
    throw thrown
  }
}

function promptsOf(question: LoginQuestion, { output }: Terminal) {
  switch (question.kind) {
    case 'password':
      return [{ text: `Password of ${question.user} on ${question.host}:`, echo: false }]
    case 'sudo':
      return [{ text: `Password of ${question.user} on ${question.host}, for sudo:`, echo: false }]
    case 'passphrase':
      return [{ text: `Passphrase of ${question.keyPath}:`, echo: false }]
    case 'prompts': {
      const { host, name, instructions, prompts } = question
      const words = [name, instructions].filter((line) => line.trim() !== '')
      output.write([`${host} asks:`, ...words, ''].join('\n'))
      return prompts
    }
  }
}

/** Ctrl-C at the question, or the connecting ended meanwhile. */
const isGivenUp = (thrown: unknown) =>
  thrown instanceof Error && /^(ExitPromptError|AbortPromptError)$/.test(thrown.name)
