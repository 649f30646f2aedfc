// A zoo model on its way: how much of it is written, and the way out.

import { Button, Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import { FaultError } from '../../../shared/fault.ts'
import { type ZooId, zooNames } from '../../../shared/model.ts'
import { call } from '../../api.ts'
import { notifyFault } from '../../faults/notifyFault.ts'
import { ActivityWords, sharePercent } from '../../shell/ActivityStrip.tsx'
import { useLive } from '../../state/live.ts'

export function BuildProgress({ zoo }: { readonly zoo: ZooId }) {
  const { t } = useTranslation()
  const activity = useLive((state) => state.activities[localBoardId])
  const percent =
    activity?.stage === 'build' ? sharePercent(activity.doneBytes, activity.totalBytes) : null
  return (
    <Group gap="xs" wrap="nowrap" role="status">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="xs" c="dimmed">
          {activity === undefined ? t('stageAlone.build') : <ActivityWords activity={activity} />}
        </Text>
        {percent !== null && (
          <Progress.Root size="sm" transitionDuration={0}>
            <Progress.Section value={percent} aria-label={zooNames[zoo]} />
          </Progress.Root>
        )}
      </div>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => call('models.cancelZoo', { zoo }).catch(notifyFault)}
      >
        {t('models.stopBuild')}
      </Button>
    </Group>
  )
}

/** What a build that was called off ends with is no fault to be shown. */
export function buildFault(error: Error | null): Error | null {
  return error instanceof FaultError && error.fault.code === 'cancelled' ? null : error
}
