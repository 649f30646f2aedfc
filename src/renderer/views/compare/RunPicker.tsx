// Chooses one more run for a comparison: every result that could stand in it, found by its words, with what it shares
// with the first run said before it is chosen.

import { Button, Modal, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import { pointsOf } from '../../../shared/plan.ts'
import { useMoment } from '../../i18n/moment.ts'
import { matchesSearch } from '../results/search.ts'
import { useModelWords, useRunBoard } from '../run/runWords.ts'

interface RunPickerProps {
  readonly runs: readonly RunRecord[]
  readonly first: RunRecord | null
  readonly onPick: (run: RunId) => void
  readonly onClose: () => void
}

const placeOf = ({ model, batch, threads }: ReturnType<typeof pointsOf>[number]) =>
  `${model.sha256} ${batch} ${threads}`

/** How many planned points of the two are alike by model, batch and threads. */
function pointsInCommon(run: RunRecord, first: RunRecord): number {
  const places = new Set(pointsOf(first.plan).map(placeOf))
  return pointsOf(run.plan).filter((point) => places.has(placeOf(point))).length
}

/** A list longer than this is searched, not read. */
const mostShown = 50

export function RunPicker({ runs, first, onPick, onClose }: RunPickerProps) {
  const { t } = useTranslation()
  const momentOf = useMoment()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  const [wanted, setWanted] = useState('')
  const common = (run: RunRecord) => (first === null ? 0 : pointsInCommon(run, first))
  const found = runs
    .map((run) => ({
      run,
      common: common(run),
      words: [boardOf(run), modelsOf(run.plan), momentOf(run.createdMs)],
    }))
    .filter(({ words, run }) => matchesSearch(wanted, [...words, run.id]))
    .toSorted((a, b) => Math.sign(b.common) - Math.sign(a.common))
    .slice(0, mostShown)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('compare.addTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <TextInput
          aria-label={t('results.search')}
          placeholder={t('results.searchWhat')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          data-autofocus
        />
        <ScrollArea.Autosize mah={380}>
          <Stack gap={4} component="ul" className="picks">
            {found.map(({ run, common: count, words: [board = '', model = '', when = ''] }) => (
              <li key={run.id}>
                <Button
                  variant="default"
                  fullWidth
                  justify="start"
                  h="auto"
                  py={6}
                  onClick={() => onPick(run.id)}
                >
                  <span>
                    <strong>{board}</strong> · {model} · {when}
                    <Text span size="xs" c="dimmed" display="block" ta="left">
                      {first === null
                        ? t('results.measured', {
                            done: run.measuredPoints,
                            total: run.totalPoints,
                          })
                        : t('compare.commonPoints', { count })}
                    </Text>
                  </span>
                </Button>
              </li>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        {found.length === 0 && <Text>{t('results.nothingFound')}</Text>}
      </Stack>
    </Modal>
  )
}
