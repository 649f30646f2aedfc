// The frame of the window: warning banner, rail, the view, and the strip of what is going on.

import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../api.ts'
import { ActivityStrip } from './ActivityStrip.tsx'
import { DropTarget } from './DropTarget.tsx'
import { LoginDialog } from './LoginDialog.tsx'
import { QuitQuestion } from './QuitQuestion.tsx'
import { Rail } from './Rail.tsx'

function focusView(): void {
  document.getElementById('view')?.focus()
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const info = useCall('app.info', {})
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={focusView}>
        {t('shell.skip')}
      </button>
      {info.data?.unofficialElectron === true && (
        <aside className="banner" aria-label={t('shell.warning')}>
          <IconAlertTriangle size={14} aria-hidden />
          {t('shell.unofficial')}
        </aside>
      )}
      <Rail version={info.data?.version ?? null} />
      <main className="view" id="view" tabIndex={-1}>
        <div className="view-inner">{children}</div>
      </main>
      <ActivityStrip />
      <LoginDialog />
      <QuitQuestion />
      <DropTarget />
    </div>
  )
}
