// What a login asks a person for, wherever in the window they are: a password, a passphrase, a host's own prompts.
// What is typed stands only here, and is gone with the dialog. A host's words are shown as the host's.

import {
  Button,
  Checkbox,
  Group,
  Modal,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LoginAsked, LoginQuestion } from '../../shared/login.ts'
import { call, useCall } from '../api.ts'
import { CallFault } from '../faults/FaultNotice.tsx'
import { settleQuestion, useLoginQuestions } from '../state/login.ts'

export function LoginDialog() {
  const [asked] = useLoginQuestions((state) => state.asked)
  return asked === undefined ? null : <Question key={asked.id} asked={asked} />
}

function usePrompts() {
  const { t } = useTranslation()
  return (question: LoginQuestion) => {
    switch (question.kind) {
      case 'password':
      case 'sudo':
        return [{ text: t('login.password'), echo: false }]
      case 'passphrase':
        return [{ text: t('login.passphrase'), echo: false }]
      case 'prompts':
        return question.prompts
    }
  }
}

function Question({ asked }: { readonly asked: LoginAsked }) {
  const { t } = useTranslation()
  const { id, question, wrongBefore } = asked
  const boards = useCall('boards.list', {})
  const info = useCall('app.info', {})
  const prompts = usePrompts()(question)
  const [answers, setAnswers] = useState<readonly string[]>(() => prompts.map(() => ''))
  const [remember, setRemember] = useState(false)
  const answer = useMutation({
    mutationFn: (given: readonly string[] | null) =>
      call('login.answer', { id, answers: given === null ? null : [...given], remember }),
    onSuccess: () => settleQuestion(id),
  })
  const name = boards.data?.find(({ board }) => board.id === asked.board)?.board.name ?? ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    answer.mutate(answers)
  }
  return (
    <Modal
      opened
      onClose={() => answer.mutate(null)}
      closeOnClickOutside={false}
      title={t(question.kind === 'sudo' ? 'login.sudoTitle' : 'login.title', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={400}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Asker question={question} />
          {wrongBefore && (
            <Text role="alert" fw={600} c="var(--ink-bad)">
              {t('login.wrongBefore')}
            </Text>
          )}
          {prompts.map(({ text, echo }, index) => {
            const Input = echo ? TextInput : PasswordInput
            return (
              <Input
                // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is known by its place
                key={index}
                label={text.trim() === '' ? t('login.answer') : text}
                value={answers[index] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget
                  setAnswers((before) => before.map((old, at) => (at === index ? value : old)))
                }}
                autoComplete="off"
                maxLength={4096}
                {...(echo
                  ? {}
                  : { visibilityToggleButtonProps: { 'aria-label': t('login.show') } })}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
              />
            )
          })}
          {question.kind !== 'prompts' && (
            <Checkbox
              label={t('login.remember')}
              description={
                question.kind === 'sudo'
                  ? t('login.keepsUntilClosed')
                  : info.data?.keepsSecrets === true
                    ? t('login.keeps')
                    : t('login.keepsNot')
              }
              checked={remember}
              onChange={(event) => setRemember(event.currentTarget.checked)}
            />
          )}
          <CallFault error={answer.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={() => answer.mutate(null)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={answer.isPending}>
              {t(question.kind === 'sudo' ? 'login.sudoSubmit' : 'login.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** Who asks, in our words; and what they say, in theirs. */
function Asker({ question }: { readonly question: LoginQuestion }) {
  const { t } = useTranslation()
  if (question.kind === 'password')
    return <Text>{t('login.passwordOf', { user: question.user, host: question.host })}</Text>
  if (question.kind === 'sudo')
    return <Text>{t('login.sudoOf', { user: question.user, host: question.host })}</Text>
  if (question.kind === 'passphrase')
    return (
      <div>
        <Text>{t('login.passphraseOf')}</Text>
        <div className="mono">{question.keyPath}</div>
      </div>
    )
  const words = [question.name, question.instructions].filter((text) => text.trim() !== '')
  return (
    <div>
      <Text>{t('login.hostAsks', { host: question.host })}</Text>
      {words.length > 0 && (
        <blockquote className="mono" style={{ margin: '8px 0 0', whiteSpace: 'pre-wrap' }}>
          {words.join('\n')}
        </blockquote>
      )}
    </div>
  )
}
