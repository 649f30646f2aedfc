// The questions of logins that wait for a person, in the order of asking. Main holds them: a page that was loaded anew
// asks for those that are open.

import { create } from 'zustand'
import type { LoginAsked } from '../../shared/login.ts'
import { call } from '../api.ts'

export const useLoginQuestions = create<{ readonly asked: readonly LoginAsked[] }>(() => ({
  asked: [],
}))

export function receiveQuestion(question: LoginAsked): void {
  useLoginQuestions.setState(({ asked }) =>
    asked.some(({ id }) => id === question.id) ? {} : { asked: [...asked, question] },
  )
}

export function settleQuestion(settled: string): void {
  useLoginQuestions.setState(({ asked }) => ({ asked: asked.filter(({ id }) => id !== settled) }))
}

export async function loadQuestions(): Promise<void> {
  for (const question of await call('login.pending', {})) receiveQuestion(question)
}
