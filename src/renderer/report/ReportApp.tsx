// The look of a report: the window's own, in the colours that the reader's system prefers, and light on paper. Its
// moments are told in UTC.

import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { flushSync } from 'react-dom'
import type { ReportDocument } from '../../shared/report.ts'
import { inUtc, MomentContext } from '../i18n/moment.ts'
import { cssVariables, schemeManager, theme } from '../theme.ts'
import { ReportPage } from './ReportPage.tsx'

/** Paper is white: the charts are drawn anew for it before it is printed. */
function LightOnPaper({ children }: { readonly children: ReactNode }) {
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    const onPaper = () => flushSync(() => setColorScheme('light'))
    const onScreen = () => flushSync(() => setColorScheme('auto'))
    window.addEventListener('beforeprint', onPaper)
    window.addEventListener('afterprint', onScreen)
    return () => {
      window.removeEventListener('beforeprint', onPaper)
      window.removeEventListener('afterprint', onScreen)
    }
  }, [setColorScheme])
  return children
}

const manager = schemeManager('auto')

export function ReportApp({ report }: { readonly report: ReportDocument }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
    >
      <MomentContext value={inUtc}>
        <LightOnPaper>
          <ReportPage report={report} />
        </LightOnPaper>
      </MomentContext>
    </MantineProvider>
  )
}
