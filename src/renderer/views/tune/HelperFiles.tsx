// What installing the helper puts on a board, word for word.

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { useCall } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'

const what = ['tune.helperLine', 'tune.helperProgram'] as const

export function HelperFiles({ board }: { readonly board: BoardId }) {
  const { t } = useTranslation()
  const files = useCall('tuning.helperFiles', { board })
  return (
    <>
      <CallFault error={files.error} about={{ board }} />
      {files.data?.map(({ path, text }, at) => (
        <div key={path}>
          <Text fw={600}>{t(what[at] ?? 'tune.helperProgram')}</Text>
          <div className="mono">{path}</div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too */}
          <pre className="mono commands" tabIndex={0}>
            {text}
          </pre>
        </div>
      ))}
    </>
  )
}
