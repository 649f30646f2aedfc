// The dialog that adds a board, or edits one, and then connects to it. What the board asks or fails with stands on its
// card, and what a login asks for in a dialog of its own.

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Board } from '../../../shared/board.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { receiveBoard } from '../../state/topics.ts'
import {
  type BoardField,
  type BoardForm,
  boardFormOf,
  checkBoardForm,
  emptyBoardForm,
  type HopField,
} from './boardForm.ts'
import { HopFields } from './HopFields.tsx'
import { JumpHosts } from './JumpHosts.tsx'

type SshBoard = Extract<Board, { kind: 'ssh' }>

interface BoardDialogProps {
  /** Null adds a new one. */
  readonly board: SshBoard | null
  readonly onClose: () => void
  readonly onSaved: (board: string) => void
  readonly onImport?: () => void
}

export function BoardDialog({ board, onClose, onSaved, onImport }: BoardDialogProps) {
  const { t } = useTranslation()
  const [form, setForm] = useState<BoardForm>(() =>
    board === null ? emptyBoardForm : boardFormOf(board.name, board.address),
  )
  const [submitted, setSubmitted] = useState(false)
  const check = checkBoardForm(form)
  const set = (part: Partial<BoardForm>) => setForm((before) => ({ ...before, ...part }))
  const errorOf = (field: BoardField) => {
    if (!submitted || check.ok || !check.wrong.has(field)) return null
    return t(`addBoard.invalid.${field.split('.').at(-1) as HopField | 'name'}`)
  }

  const save = useMutation({
    mutationFn: async () => {
      if (!check.ok) return null
      return board === null
        ? call('boards.add', check.request)
        : call('boards.edit', { board: board.id, ...check.request })
    },
    onSuccess: (view) => {
      if (view === null) return
      receiveBoard(view)
      onClose()
      onSaved(view.board.id)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (check.ok) save.mutate()
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={board === null ? t('addBoard.title') : t('addBoard.editTitle', { name: board.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {board === null && <Text c="dimmed">{t('addBoard.intro')}</Text>}
          {onImport !== undefined && (
            <Button variant="default" onClick={onImport} style={{ alignSelf: 'flex-start' }}>
              {t('addBoard.import')}
            </Button>
          )}
          <TextInput
            label={t('addBoard.name')}
            placeholder={form.host === '' ? t('addBoard.nameless') : form.host}
            value={form.name}
            error={errorOf('name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
            data-autofocus
          />
          <HopFields form={form} onChange={set} errorOf={errorOf} />
          <JumpHosts via={form.via} onChange={(via) => set({ via })} errorOf={errorOf} />
          <CallFault error={save.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {board === null ? t('addBoard.submit') : t('addBoard.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
