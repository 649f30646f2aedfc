import { afterEach, describe, expect, test, vi } from 'vitest'
import { type SecretName, SessionSecrets } from '../../src/main/login/ask.ts'
import { LoginQuestions } from '../../src/main/login/questions.ts'
import { Patience } from '../../src/main/ssh/patience.ts'
import { toFault } from '../../src/shared/fault.ts'
import type { LoginQuestion } from '../../src/shared/login.ts'

const password: LoginQuestion = { kind: 'password', user: 'edge', host: 'pi' }
const codeOf = (work: () => void) => {
  try {
    work()
    return null
  } catch (thrown) {
    return toFault(thrown).code
  }
}

describe('a question at the window', () => {
  const news: { topic: string; message: unknown }[] = []
  const questions = new LoginQuestions((topic, message) => void news.push({ topic, message }))
  afterEach(() => news.splice(0))
  const { signal } = new AbortController()

  test('waits until it is answered, and is then settled for good', async () => {
    const asking = questions.ask('pi-1', password, false, signal)
    const [asked] = questions.pending()
    expect(asked).toMatchObject({ board: 'pi-1', question: password, wrongBefore: false })
    const id = asked?.id ?? ''
    questions.answer({ id, answers: ['secret'], remember: true })
    expect(await asking).toEqual({ answers: ['secret'], remember: true })
    expect(questions.pending()).toEqual([])
    expect(news).toEqual([
      { topic: 'login.asked', message: asked },
      { topic: 'login.settled', message: { id } },
    ])
    expect(codeOf(() => questions.answer({ id, answers: null, remember: false }))).toBe('not-found')
  })

  test('is answered by as many answers as there are prompts', async () => {
    const prompts = [
      { text: 'Code: ', echo: true },
      { text: 'PIN: ', echo: false },
    ]
    const question = { kind: 'prompts', host: 'pi', name: '', instructions: '', prompts } as const
    const asking = questions.ask('pi-1', question, false, signal)
    const id = questions.pending()[0]?.id ?? ''
    const code = codeOf(() => questions.answer({ id, answers: ['1'], remember: false }))
    expect(code).toBe('bad-request')
    questions.answer({ id, answers: ['1', '2'], remember: false })
    expect((await asking)?.answers).toEqual(['1', '2'])
  })

  test('is null where the person or the connecting gives up', async () => {
    const asking = questions.ask('pi-1', password, true, signal)
    questions.answer({ id: questions.pending()[0]?.id ?? '', answers: null, remember: true })
    expect(await asking).toBeNull()

    const stop = new AbortController()
    const withdrawn = questions.ask('pi-1', password, false, stop.signal)
    stop.abort()
    expect(await withdrawn).toBeNull()
    expect(questions.pending()).toEqual([])
    expect(await questions.ask('pi-1', password, false, stop.signal)).toBeNull()
  })
})

test('a secret is known by all that it is for', () => {
  const secrets = new SessionSecrets()
  const name = { kind: 'password', user: 'edge', host: 'pi', port: 22 } as const
  secrets.set(name, 'secret')
  expect(secrets.get({ ...name, host: 'PI' })).toBe('secret')
  const others: readonly SecretName[] = [
    { ...name, port: 2222 },
    { ...name, user: 'root' },
    { ...name, host: 'pi2' },
    { kind: 'passphrase', keyPath: 'pi' },
  ]
  for (const other of others) expect(secrets.get(other)).toBeNull()
  secrets.forget(name)
  expect(secrets.get(name)).toBeNull()
})

describe('patience with a server', () => {
  afterEach(() => vi.useRealTimers())

  test('does not count the time that a person takes', async () => {
    vi.useFakeTimers()
    let over = false
    const patience = new Patience(1000, () => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(600)
    let answer: () => void = () => undefined
    const person = patience.during(() => new Promise<void>((resolve) => (answer = resolve)))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(over).toBe(false)
    expect(patience.isPaused).toBe(true)
    answer()
    await person
    await vi.advanceTimersByTimeAsync(399)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(2)
    expect(over).toBe(true)
  })

  test('has no end once it has ended', async () => {
    vi.useFakeTimers()
    let over = false
    const patience = new Patience(10, () => {
      over = true
    })
    const person = patience.during(async () => patience.end())
    await person
    await vi.advanceTimersByTimeAsync(1000)
    expect(over).toBe(false)
  })
})
