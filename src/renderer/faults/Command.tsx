// A shell command that a person may copy; it is shown whole, and nothing here runs it.

import { useTranslation } from 'react-i18next'
import { CopyButton } from '../CopyButton.tsx'

export function Command({ line }: { readonly line: string }) {
  const { t } = useTranslation()
  return (
    <div className="command">
      <code className="mono">{line}</code>
      <CopyButton label={t('faultsUi.copyCommand')} text={() => line} />
    </div>
  )
}
