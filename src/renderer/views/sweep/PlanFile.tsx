// A plan as a file: opened into the form, and the form saved as one.

import { Button, Group } from '@mantine/core'
import { IconDeviceFloppy, IconFolderOpen } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../shared/plan.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { buildFault } from '../models/BuildProgress.tsx'
import { openPlan } from './openPlan.ts'
import { Preparing } from './Preparing.tsx'

interface PlanFileProps {
  readonly plan: Plan | null
  readonly boardId: string | null
}

export function PlanFile({ plan, boardId }: PlanFileProps) {
  const { t } = useTranslation()
  const open = useMutation({
    mutationFn: async () => {
      const { path } = await call('dialog.openPlan', {})
      if (path !== null) await openPlan(path)
    },
  })
  const save = useMutation({
    mutationFn: async (kept: Plan) => {
      const name = kept.models[0]?.name ?? 'plan'
      const { path } = await call('dialog.savePlan', { name })
      if (path === null) return null
      await call('plans.save', {
        plan: kept,
        path,
        ...(boardId === null ? {} : { board: boardId }),
      })
      return path
    },
  })
  return (
    <>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} aria-hidden />}
          onClick={() => open.mutate()}
          loading={open.isPending}
        >
          {t('sweep.openPlan')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDeviceFloppy size={16} aria-hidden />}
          onClick={() => {
            if (plan !== null) save.mutate(plan)
          }}
          disabled={plan === null}
          loading={save.isPending}
        >
          {t('sweep.savePlan')}
        </Button>
      </Group>
      <Preparing kind="opening" />
      <CallFault error={buildFault(open.error) ?? save.error} />
    </>
  )
}
