// What was changed on a board, file by file: what stood there, what was wanted, what it reads now.

import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MadeChange, TuningStatus } from '../../../shared/tuning.ts'
import { unknown } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'

/** Files stand in few folders: their end tells them apart. */
export function FilePath({ path }: { readonly path: string }) {
  return (
    <td className="left mono path" title={path}>
      {path.replace(/^\/sys\/(devices\/system\/cpu|class)\//, '…/')}
    </td>
  )
}

export function MadeChanges({ changes }: { readonly changes: readonly MadeChange[] }) {
  const { t } = useTranslation()
  if (changes.length === 0) return null
  const heads = ['file', 'before', 'wanted', 'reads'] as const
  return (
    <details className="fold">
      <summary>{t('tune.whatIsChanged', { count: changes.length })}</summary>
      <NumberTable
        label={t('tune.changes')}
        heads={heads.map((head) => leftHead(t(`tune.head.${head}`)))}
      >
        {changes.map(({ path, before, wanted, reads }) => (
          <tr key={path}>
            <FilePath path={path} />
            <td className="left mono">{before}</td>
            <td className="left mono">{wanted}</td>
            <td className="left mono">
              <Reads wanted={wanted} reads={reads} />
            </td>
          </tr>
        ))}
      </NumberTable>
    </details>
  )
}

function Reads({ wanted, reads }: Pick<MadeChange, 'wanted' | 'reads'>) {
  const { t } = useTranslation()
  const holds = reads === wanted
  const Icon = holds ? IconCheck : IconAlertTriangle
  return (
    <span className="state" data-tone={holds ? 'ready' : 'warn'}>
      <Icon size={14} aria-label={t(holds ? 'tune.holds' : 'tune.differs')} />
      <span className="mono">{reads ?? unknown}</span>
    </span>
  )
}

type Failure = Extract<TuningStatus, { readonly state: 'failed-restore' }>['failures'][number]

export function RestoreFailures({ failures }: { readonly failures: readonly Failure[] }) {
  const { t } = useTranslation()
  const heads = ['file', 'wanted', 'reads', 'why'] as const
  return (
    <NumberTable
      label={t('tune.failures')}
      heads={heads.map((head) => leftHead(t(`tune.head.${head}`)))}
    >
      {failures.map(({ path, wanted, reads, why }) => (
        <tr key={path}>
          <FilePath path={path} />
          <td className="left mono">{wanted}</td>
          <td className="left mono">{reads ?? unknown}</td>
          <td className="left">{t(`tune.why.${why}`)}</td>
        </tr>
      ))}
    </NumberTable>
  )
}
