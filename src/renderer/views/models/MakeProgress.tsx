// Variants on their way: which is being made or compared, how far it is, what follows, and the way out; then what failed.

import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localBoardId } from '../../../shared/board.ts'
import { toFault } from '../../../shared/fault.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { ActivityWords, sharePercent } from '../../shell/ActivityStrip.tsx'
import { useLive } from '../../state/live.ts'
import {
  cancelVariants,
  forgetFailures,
  makeVariants,
  precisionsOf,
  useMaking,
} from '../../state/variants.ts'
import { precisionWords } from './variantWords.ts'

const stages: ReadonlySet<string> = new Set(['build', 'inspect', 'convert', 'compare'])

/** How far the work on variants is, and the way out. */
export function VariantWork({
  label,
  onStop,
}: {
  readonly label: string
  readonly onStop: () => void
}) {
  const { t } = useTranslation()
  const activity = useLive((state) => state.activities[localBoardId])
  const own = activity !== undefined && stages.has(activity.stage) ? activity : undefined
  const percent = own === undefined ? null : sharePercent(own.doneBytes, own.totalBytes)
  return (
    <Group gap="xs" wrap="nowrap" role="status">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="xs" c="dimmed">
          {own === undefined ? label : <ActivityWords activity={own} />}
        </Text>
        {percent !== null && (
          <Progress.Root size="sm" transitionDuration={0}>
            <Progress.Section value={percent} aria-label={label} />
          </Progress.Root>
        )}
      </div>
      <Button size="compact-sm" variant="default" onClick={onStop}>
        {t('models.stopBuild')}
      </Button>
    </Group>
  )
}

export function MakeProgress({ original }: { readonly original: ModelRecord }) {
  const { t } = useTranslation()
  const { sha256 } = original
  const making = useMaking(sha256)
  const [first, ...others] = precisionsOf(making)
  if (first === undefined && making.failures.length === 0) return null
  return (
    <Stack gap={6}>
      {first !== undefined && (
        <>
          <VariantWork
            label={t('variants.making', { precision: precisionWords(t, first) })}
            onStop={() => cancelVariants(sha256)}
          />
          {others.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('variants.next', {
                precisions: others.map((one) => precisionWords(t, one)).join(t('axis.and')),
              })}
            </Text>
          )}
        </>
      )}
      {making.failures.map(({ recipe, error }) => (
        <FaultNotice
          key={JSON.stringify(recipe)}
          fault={toFault(error)}
          about={{ model: sha256 }}
          onRetry={() => {
            forgetFailures(sha256)
            void makeVariants(sha256, [recipe])
          }}
        >
          <Text size="xs" fw={600}>
            {precisionWords(t, recipe.precision)}
          </Text>
        </FaultNotice>
      ))}
    </Stack>
  )
}
