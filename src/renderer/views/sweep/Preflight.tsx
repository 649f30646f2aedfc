// What speaks against measuring on the board now: each finding in words with what mends it, for a person to accept.

import { Button, Checkbox, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BoardId } from '../../../shared/board.ts'
import type { PreflightFinding } from '../../../shared/environment.ts'
import { preflightSaying } from '../../../shared/preflight-sayings.ts'
import { Command } from '../../faults/Command.tsx'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { said } from '../../i18n/sayings.ts'
import { findingKey } from './preflight.ts'
import { acceptFindings, type usePreflight } from './usePreflight.ts'

interface PreflightProps {
  readonly board: BoardId
  readonly look: ReturnType<typeof usePreflight>
}

export function Preflight({ board, look }: PreflightProps) {
  const { t } = useTranslation()
  const { findings, accepted, isLooking, error, again } = look
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text fw={600}>{t('sweep.preflight')}</Text>
        <Button size="compact-sm" variant="subtle" onClick={again} loading={isLooking}>
          {t('sweep.lookAgain')}
        </Button>
      </Group>
      <CallFault error={error} about={{ board }} />
      {findings === null && error === null && <Text c="dimmed">{t('sweep.looking')}</Text>}
      <ul className="checks" aria-label={t('sweep.preflight')}>
        {findings?.length === 0 && (
          <li>
            <span className="state" data-tone="ready">
              <IconCircleCheck size={16} aria-hidden />
            </span>
            <Text>{t('sweep.calm')}</Text>
          </li>
        )}
        {findings?.map((finding) => (
          <FindingItem
            key={findingKey(finding)}
            finding={finding}
            isAccepted={accepted.has(findingKey(finding))}
            onAccept={(isAccepted) => acceptFindings(board, [finding], isAccepted)}
          />
        ))}
      </ul>
    </div>
  )
}

/** Every policy at once: a board whose cores are set differently measures neither. */
const setGovernor =
  'echo performance | sudo tee /sys/devices/system/cpu/cpufreq/policy*/scaling_governor'

interface FindingProps {
  readonly finding: PreflightFinding
  readonly isAccepted: boolean
  readonly onAccept: (isAccepted: boolean) => void
}

function FindingItem({ finding, isAccepted, onAccept }: FindingProps) {
  const { t } = useTranslation()
  const { says, hint } = preflightSaying(finding)
  const Icon = isAccepted ? IconInfoCircle : IconAlertTriangle
  return (
    <li>
      <span className="state" data-tone={isAccepted ? 'idle' : 'warn'}>
        <Icon size={16} aria-hidden />
      </span>
      <div className="finding">
        <Text>{said(t, says)}</Text>
        {!isAccepted && (
          <>
            <Text size="xs" c="dimmed">
              {said(t, hint)}
            </Text>
            {finding.kind === 'governor' && <Command line={setGovernor} />}
          </>
        )}
        <Checkbox
          size="xs"
          mt={4}
          label={t('sweep.accept')}
          aria-label={t('sweep.acceptThis', { finding: said(t, says) })}
          checked={isAccepted}
          onChange={({ currentTarget: { checked } }) => onAccept(checked)}
        />
      </div>
    </li>
  )
}
