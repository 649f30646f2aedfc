// The page as a tree: what every view may rely on (kit, queries, address), and which view stands at which address.

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Route, Router, Switch } from 'wouter'
import type { Settings } from '../shared/ipc.ts'
import { queryClient } from './api.ts'
import { NotFound } from './shell/NotFound.tsx'
import { Shell } from './shell/Shell.tsx'
import { useAddressPath, useAddressSearch } from './state/address.ts'
import { cssVariables, schemeManager, theme } from './theme.ts'
import { BoardsView } from './views/boards/BoardsView.tsx'
import { CompareView } from './views/compare/CompareView.tsx'
import { ModelsView } from './views/models/ModelsView.tsx'
import { MonitorView } from './views/monitor/MonitorView.tsx'
import { PointPage } from './views/point/PointPage.tsx'
import { ReferencesView } from './views/references/ReferencesView.tsx'
import { ResultsView } from './views/results/ResultsView.tsx'
import { RunPage } from './views/run/RunPage.tsx'
import { SweepView } from './views/sweep/SweepView.tsx'
import { TuneView } from './views/tune/TuneView.tsx'

export function App({
  colorScheme,
}: {
  readonly colorScheme: NonNullable<Settings['colorScheme']>
}) {
  const manager = useMemo(() => schemeManager(colorScheme), [colorScheme])
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={manager}
        defaultColorScheme={colorScheme}
      >
        <Notifications position="bottom-right" />
        <Router hook={useAddressPath} searchHook={useAddressSearch}>
          <Shell>
            <Switch>
              <Route path="/">
                <BoardsView />
              </Route>
              <Route path="/sweep">
                <SweepView />
              </Route>
              <Route path="/runs">
                <ResultsView />
              </Route>
              <Route path="/runs/:id">{({ id }) => <RunPage key={id} address={id} />}</Route>
              <Route path="/runs/:id/points/:index">
                {({ id, index }) => <PointPage key={`${id}/${index}`} address={id} index={index} />}
              </Route>
              <Route path="/models">
                <ModelsView />
              </Route>
              <Route path="/models/:sha256">{({ sha256 }) => <ModelsView sha256={sha256} />}</Route>
              <Route path="/references">
                <ReferencesView />
              </Route>
              <Route path="/compare">
                <CompareView />
              </Route>
              <Route path="/tune">
                <TuneView />
              </Route>
              <Route path="/monitor">
                <MonitorView />
              </Route>
              <Route path="/tune/:board">{({ board }) => <TuneView board={board} />}</Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Shell>
        </Router>
      </MantineProvider>
    </QueryClientProvider>
  )
}
