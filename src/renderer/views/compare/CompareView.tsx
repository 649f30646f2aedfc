// Which is better, by how much, and is it real? Up to six runs beside one another, or the parts of runs by one of their
// axes; all of it in the address.

import { Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../api.ts'
import { CallFault, FaultNotice } from '../../faults/FaultNotice.tsx'
import { ExportMenu } from '../../reports/ExportMenu.tsx'
import { ViewTitle } from '../../shell/ViewTitle.tsx'
import { BasketBar } from './BasketBar.tsx'
import { comparableRuns, suggestedRuns, withoutRun } from './basket.ts'
import { CompareCharts } from './CompareCharts.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import { Differences } from './Differences.tsx'
import { Distributions } from './Distributions.tsx'
import { Findings } from './Findings.tsx'
import { type LoadedComparison, useBasket, useComparison } from './useComparison.ts'

function Compared({ loaded }: { readonly loaded: LoadedComparison }) {
  const { t } = useTranslation()
  if (loaded.comparison.rows.length === 0)
    return (
      <>
        <section className="surface">
          <Text>{t('compare.nothingCommon')}</Text>
        </section>
        <Differences loaded={loaded} />
      </>
    )
  return (
    <>
      <Findings loaded={loaded} />
      <Differences loaded={loaded} />
      <CompareCharts loaded={loaded} />
      <ComparisonTable loaded={loaded} />
      <Distributions loaded={loaded} />
    </>
  )
}

export function CompareView() {
  const { t } = useTranslation()
  const [basket, setBasket] = useBasket()
  const { value: loaded, missing, pending } = useComparison(basket)
  const runs = useCall('runs.list', {})
  const known = comparableRuns(runs.data ?? [])
  const suggested = suggestedRuns(known)
  const empty = basket.runs.length === 0
  return (
    <Stack gap="md">
      <ViewTitle
        title={t('compare.title')}
        actions={
          loaded !== null &&
          loaded.sides.length > 1 && (
            <ExportMenu
              runs={basket.runs}
              compared={{ ...basket, baseline: loaded.baseline.id }}
              name={t('history.exportName', { count: basket.runs.length })}
            />
          )
        }
      />
      <CallFault error={runs.error} onRetry={() => void runs.refetch()} />
      {missing.map(({ run, fault }) => (
        <FaultNotice key={run} fault={fault}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setBasket(withoutRun(basket, run))}
          >
            {t('compare.remove', { run })}
          </Button>
        </FaultNotice>
      ))}
      {empty && (
        <section className="surface">
          <Text mb="sm">{known.length < 2 ? t('compare.none') : t('compare.what')}</Text>
          <Group gap="xs">
            {known.length < 2 && (
              <Button component="a" href="#/sweep">
                {t('compare.noneButton')}
              </Button>
            )}
            {suggested.length > 1 && (
              <Button onClick={() => setBasket({ ...basket, runs: suggested, baseline: null })}>
                {t('compare.suggest')}
              </Button>
            )}
          </Group>
        </section>
      )}
      {(known.length > 1 || !empty) && (
        <BasketBar basket={basket} loaded={loaded} known={known} onChange={setBasket} />
      )}
      {basket.runs.length === 1 && loaded?.sides.length === 1 && (
        <Text c="dimmed">{t('compare.pickMore')}</Text>
      )}
      {!pending && loaded !== null && loaded.sides.length > 1 && <Compared loaded={loaded} />}
    </Stack>
  )
}
