// Which processes take most of a board's processor, as of about a second ago. Their names are their own.

import { Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Scroll } from '../../table/Scroll.tsx'
import { shownFeed, useMonitor } from './monitorStore.ts'

interface ProcessesProps {
  readonly board: BoardId
  readonly boardName: string | null
}

const percent = (cores: number) => `${(cores * 100).toFixed(cores < 0.1 ? 1 : 0)} %`

export function Processes({ board, boardName }: ProcessesProps) {
  const { t } = useTranslation()
  useMonitor(({ tick }) => tick)
  const found = shownFeed(board)?.processes ?? null
  const what = t('monitor.processes')
  const title = boardName === null ? what : `${what} · ${boardName}`
  return (
    <section className="surface">
      <Title order={2} mb={8}>
        {title}
      </Title>
      {found === null || found.processes.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('monitor.noProcesses')}
        </Text>
      ) : (
        <Scroll label={title}>
          <table className="numbers">
            <thead>
              <tr>
                <th className="left">{t('monitor.process.name')}</th>
                <th>{t('monitor.process.pid')}</th>
                <th>{t('monitor.process.cores')}</th>
                <th>{t('monitor.process.memory')}</th>
              </tr>
            </thead>
            <tbody>
              {found.processes.map(({ pid, name, cores, residentBytes }) => (
                <tr key={pid}>
                  <th scope="row" className="left mono">
                    {name}
                  </th>
                  <td>{pid}</td>
                  <td>{percent(cores)}</td>
                  <td>{formatBytes(residentBytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Text size="xs" c="dimmed" mt={6}>
            {t('monitor.processCount', { count: found.count })}
          </Text>
        </Scroll>
      )}
    </section>
  )
}
