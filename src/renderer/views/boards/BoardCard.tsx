// One board: what it is, how it is, what it last measured, and the fault or the question that stands in the way.

import { ActionIcon, Button, Group, Menu, Text, Title } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type BoardFacts, type BoardInventory, localBoardId } from '../../../shared/board.ts'
import type { BoardView, RunRecord } from '../../../shared/ipc.ts'
import { formatBytes } from '../../../shared/units.ts'
import { call } from '../../api.ts'
import { CallFault, FaultNotice } from '../../faults/FaultNotice.tsx'
import { ActivityWords } from '../../shell/ActivityStrip.tsx'
import { useConnect } from '../../state/connect.ts'
import { useLive } from '../../state/live.ts'
import { BoardPicture } from './BoardPicture.tsx'
import { LastHeadline } from './LastHeadline.tsx'
import { StateWord } from './StateWord.tsx'
import { boardWord, isJump, offeredKey, pictureKind, tones } from './state.ts'
import { TrustPanel } from './TrustPanel.tsx'
import { TuningBadge } from './TuningBadge.tsx'

interface BoardCardProps {
  readonly view: BoardView
  readonly measuring: boolean
  readonly lastRun: RunRecord | null
  readonly onEdit: () => void
  readonly onRemove: () => void
}

export function useBoardName() {
  const { t } = useTranslation()
  return ({ board }: BoardView) =>
    board.id === localBoardId ? t('boards.thisComputer') : board.name
}

function Machine({ facts }: { readonly facts: BoardFacts }) {
  const { t } = useTranslation()
  const { cpu } = facts
  const cores =
    cpu.availableCores === cpu.logicalCores
      ? t('boards.cores', { count: cpu.logicalCores })
      : t('boards.coresOf', { available: cpu.availableCores, total: cpu.logicalCores })
  const memory = t('boards.memory', { size: formatBytes(facts.memoryBytes) })
  return (
    <div>
      <Text size="sm">{facts.model ?? facts.cpu.model}</Text>
      <Text size="xs" c="dimmed">
        {[facts.model === null ? null : cpu.model, cores, memory, facts.os.arch]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      {facts.inventory !== null && <Inventory inventory={facts.inventory} />}
    </div>
  )
}

/** What it is made of besides; where sources differ, that they do. */
function Inventory({ inventory }: { readonly inventory: BoardInventory }) {
  const { t } = useTranslation()
  const { physicalCores, hypervisor, disks, disagreements } = inventory
  const parts = [
    hypervisor === null ? null : t('boards.virtual', { host: hypervisor }),
    physicalCores === null ? null : t('boards.physicalCores', { count: physicalCores }),
    ...disks.map(({ name, bytes }) => t('boards.disk', { name, size: formatBytes(bytes) })),
  ].filter((part) => part !== null)
  return (
    <>
      <Text size="xs" c="dimmed">
        {parts.join(' · ')}
      </Text>
      {disagreements.map(({ what, kernel, other }) => (
        <Text key={what} size="xs" c="dimmed">
          {t('boards.differs', { what: t(`boards.differing.${what}`), kernel, other })}
        </Text>
      ))}
    </>
  )
}

interface GovernorsProps {
  readonly facts: BoardFacts
  readonly tuning: BoardView['tuning']
}

/** What a tuning has set since the board told its facts. */
function governorSet(tuning: BoardView['tuning'], policy: string): string | null {
  if (tuning === null || tuning.status.state === 'untouched') return null
  const ending = `/${policy}/scaling_governor`
  return tuning.status.changes.find(({ path }) => path.endsWith(ending))?.reads ?? null
}

function Governors({ facts, tuning }: GovernorsProps) {
  const { t } = useTranslation()
  if (facts.cpuPolicies.length === 0) return null
  return (
    <ul className="chips" aria-label={t('boards.governors')}>
      {facts.cpuPolicies.map(({ policy, governor }) => (
        <li className="chip" key={policy}>
          {t('boards.governor', {
            policy,
            governor: governorSet(tuning, policy) ?? governor ?? '–',
          })}
        </li>
      ))}
    </ul>
  )
}

export function BoardCard({ view, measuring, lastRun, onEdit, onRemove }: BoardCardProps) {
  const { t } = useTranslation()
  const titleId = useId()
  const name = useBoardName()(view)
  const connect = useConnect(view.board.id)
  const activity = useLive((state) => state.activities[view.board.id])
  const { board, connection, lastFacts } = view
  const facts = connection.kind === 'ready' ? connection.facts : lastFacts
  const word = boardWord(view, measuring)
  const fault = connection.kind === 'fault' ? connection.fault : null
  const offered = fault === null ? null : offeredKey(fault)
  const canConnect = connection.kind === 'idle'

  return (
    <article className="surface board" aria-labelledby={titleId}>
      <div className="board-head">
        <BoardPicture kind={pictureKind(view)} />
        <div>
          <Title order={2} id={titleId} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Group gap="xs">
            <StateWord tone={tones[word]} word={t(`boards.state.${word}`)} />
            <TuningBadge view={view} />
          </Group>
          {board.kind === 'ssh' && (
            <div className="mono" style={{ color: 'var(--mantine-color-dimmed)' }}>
              {board.address.user}@{board.address.host}
              {board.address.port === 22 ? '' : `:${board.address.port}`}
              {board.address.via.length > 0 &&
                ` ${t('boards.via', { hosts: board.address.via.map(({ host }) => host).join(' → ') })}`}
            </div>
          )}
        </div>
        {board.kind === 'ssh' && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('boards.menu', { name })}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                {t('boards.edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} />} onClick={onRemove}>
                {t('boards.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {facts !== null && <Machine facts={facts} />}
      {facts !== null && <Governors facts={facts} tuning={view.tuning} />}
      {activity !== undefined && (
        <Text size="xs" role="status">
          <ActivityWords activity={activity} />
        </Text>
      )}
      {offered !== null && (
        <TrustPanel
          key={offered.fingerprint}
          board={board.id}
          jump={board.kind === 'ssh' && isJump(board.address, offered.host)}
          offered={offered}
          onTrusted={() => connect.mutate()}
        />
      )}
      {fault !== null && offered === null && (
        <FaultNotice
          fault={fault}
          about={{ board: board.id }}
          onRetry={() => connect.mutate()}
          retrying={connect.isPending}
        >
          {fault.stage === 'auth' && (
            <Button size="compact-sm" variant="default" onClick={onEdit}>
              {t('boards.edit')}
            </Button>
          )}
        </FaultNotice>
      )}
      <CallFault error={connect.error} />
      {lastRun !== null && <LastHeadline run={lastRun} />}
      {lastRun === null && (facts !== null || connection.kind === 'idle') && (
        <Text size="xs" c="dimmed">
          {facts === null ? t('boards.neverConnected') : t('boards.noHeadline')}
        </Text>
      )}
      <Group gap="xs" mt="auto">
        {canConnect && board.kind === 'ssh' && (
          <Button variant="light" onClick={() => connect.mutate()} loading={connect.isPending}>
            {t('boards.connect')}
          </Button>
        )}
        {connection.kind === 'connecting' && board.kind === 'ssh' && (
          <Button
            variant="default"
            onClick={() => void call('boards.disconnect', { board: board.id })}
          >
            {t('boards.stopConnecting')}
          </Button>
        )}
        {facts !== null && (
          <Button variant="default" component="a" href={`#/sweep?board=${board.id}`}>
            {t('boards.sweep')}
          </Button>
        )}
        {facts !== null && facts.cpuPolicies.length > 0 && (
          <Button variant="subtle" component="a" href={`#/tune/${board.id}`}>
            {t('boards.tune')}
          </Button>
        )}
      </Group>
    </article>
  )
}
