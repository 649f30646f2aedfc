// History: every run that is kept, newest first, found by board, model or status.

import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { useModelWords, useRunBoard } from '../run/runWords.ts'
import { ResultRow } from './ResultRow.tsx'
import { matchesSearch } from './search.ts'

const page = 30

export function ResultsView() {
  const { t } = useTranslation()
  const modelsOf = useModelWords()
  const boardOf = useRunBoard()
  const [search, setSearch] = useSearchParams()
  const [shown, setShown] = useState(page)
  const runs = useCall('runs.list', {})
  const wanted = search.get('find') ?? ''
  const all = runs.data?.toSorted((a, b) => b.createdMs - a.createdMs) ?? []
  const found = all.filter((run) =>
    matchesSearch(wanted, [
      boardOf(run),
      modelsOf(run.plan),
      t(`run.status.${run.status}`),
      run.id,
    ]),
  )
  return (
    <Stack gap="md">
      <ViewTitle title={t('results.title')} />
      <CallFault error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.data?.length === 0 && (
        <section className="surface">
          <Text mb="sm">{t('results.empty')}</Text>
          <Button component="a" href="#/">
            {t('results.emptyButton')}
          </Button>
        </section>
      )}
      {all.length > 0 && (
        <>
          <TextInput
            aria-label={t('results.search')}
            placeholder={t('results.searchWhat')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={wanted}
            onChange={(event) => {
              const find = event.currentTarget.value
              setSearch(find === '' ? {} : { find }, { replace: true })
            }}
            maw={360}
          />
          <div className="surface">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too */}
            <section className="scroll-x" tabIndex={0} aria-label={t('results.title')}>
              <table className="numbers">
                <thead>
                  <tr>
                    {(['model', 'board', 'status'] as const).map((column) => (
                      <th scope="col" className="left" key={column}>
                        {t(`results.${column}`)}
                      </th>
                    ))}
                    <th scope="col">{t('results.headline')}</th>
                    <th scope="col">{t('results.points')}</th>
                    <th scope="col">{t('results.when')}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.slice(0, shown).map((run) => (
                    <ResultRow key={run.id} run={run} />
                  ))}
                </tbody>
              </table>
            </section>
            {found.length === 0 && <Text mt="sm">{t('results.nothingFound')}</Text>}
            {found.length > shown && (
              <Anchor
                component="button"
                type="button"
                mt="sm"
                onClick={() => setShown(shown + page)}
              >
                {t('results.more', { count: Math.min(page, found.length - shown) })}
              </Anchor>
            )}
          </div>
        </>
      )}
    </Stack>
  )
}
