// Another libonnxruntime on the board as a value of its axis: asked what it is before it is taken, and its execution
// providers are offered from then on.

import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BoardId, LibraryFacts } from '../../../shared/board.ts'
import { callKey, callOptions, queryClient } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { AddValue } from './AddValue.tsx'

interface LibraryChoiceProps {
  readonly board: BoardId | null
  readonly libraries: readonly (string | null)[]
  readonly onAdd: (path: string) => void
}

/** What is known of a library since it was looked at in this window. */
export function knownLibrary(board: BoardId | null, path: string | null): LibraryFacts | null {
  if (board === null || path === null) return null
  return queryClient.getQueryData(callKey('boards.inspectLibrary', { board, path })) ?? null
}

export function LibraryChoice({ board, libraries, onAdd }: LibraryChoiceProps) {
  const { t } = useTranslation()
  const inspect = useMutation({
    mutationFn: (asked: { readonly board: BoardId; readonly path: string }) =>
      queryClient.fetchQuery(callOptions('boards.inspectLibrary', asked)),
    onSuccess: (_, { path }) => onAdd(path),
  })
  return (
    <>
      <AddValue
        label={t('sweep.addLibrary')}
        placeholder="/…/libonnxruntime.so"
        width={190}
        disabled={board === null || inspect.isPending}
        onAdd={(path) => {
          if (board !== null) inspect.mutate({ board, path })
          return board !== null
        }}
      />
      {libraries.map((path) => {
        const facts = knownLibrary(board, path)
        return facts === null ? null : (
          <Text key={path} size="xs" c="dimmed">
            {t('sweep.libraryIs', { path, version: facts.version })}
          </Text>
        )
      })}
      <CallFault error={inspect.error} about={board === null ? {} : { board }} />
    </>
  )
}
