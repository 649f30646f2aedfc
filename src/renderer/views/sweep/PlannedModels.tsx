// The models of a sweep, each with its precisions, sizes and inputs: these are folded to one line, and opened where
// something is missing.

import { ActionIcon, Button, Group, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconCopy, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Processor } from '../../../shared/int8-scheme.ts'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { formatBytes } from '../../../shared/units.ts'
import { InputsForm } from '../inputs/InputsForm.tsx'
import { missingOf, sizesFault } from '../inputs/sizes.ts'
import { AddModelMenu } from './AddModelMenu.tsx'
import { type DraftModel, type DraftRow, draftModel, draftOfRecord } from './chosen.ts'
import { PrecisionChips } from './PrecisionChips.tsx'

interface PlannedModelsProps {
  readonly rows: readonly DraftRow[]
  /** All that are known. */
  readonly models: readonly ModelRecord[]
  /** Of the board that is chosen; null where it is not known. */
  readonly processor: Processor | null
  readonly onChange: (models: readonly DraftModel[]) => void
}

export function PlannedModels({ rows, models, processor, onChange }: PlannedModelsProps) {
  const { t } = useTranslation()
  const drafts = rows.map(({ draft }) => draft)
  return (
    <fieldset className="planned">
      <Text component="legend" fw={600} p={0}>
        {t('sweep.models')}
      </Text>
      {rows.length === 0 && <Text c="dimmed">{t('sweep.noModels')}</Text>}
      {rows.map((row, index) => (
        <PlannedModelRow
          key={row.draft.key}
          row={row}
          models={models}
          processor={processor}
          onChange={(next) => onChange(drafts.with(index, next))}
          onRemove={() => onChange(drafts.toSpliced(index, 1))}
          onDouble={() => onChange(drafts.toSpliced(index + 1, 0, draftModel(row.draft)))}
        />
      ))}
      <AddModelMenu onAdd={(model) => onChange([...drafts, draftOfRecord(model, models)])} />
    </fieldset>
  )
}

interface RowProps {
  readonly row: DraftRow
  readonly models: readonly ModelRecord[]
  readonly processor: Processor | null
  readonly onChange: (model: DraftModel) => void
  readonly onRemove: () => void
  readonly onDouble: () => void
}

function PlannedModelRow({ row, models, processor, onChange, onRemove, onDouble }: RowProps) {
  const { draft, model } = row
  const { t } = useTranslation()
  const { info, name } = model
  const isWrong = missingOf(info, draft).length > 0 || sizesFault(model, draft) !== null
  const [open, setOpen] = useState(isWrong)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <fieldset className="planned-model" aria-label={name}>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <UnstyledButton
          className="planned-head"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Chevron size={16} aria-hidden />
          <strong>{name}</strong>
          {model.source === 'zoo' && <span className="chip">{t('sweep.randomWeights')}</span>}
          <Text span size="xs" c="dimmed">
            {summaryOf(draft, formatBytes(info.bytes))}
          </Text>
          {missingOf(info, draft).length > 0 && (
            <Text span size="xs" fw={600} c="var(--ink-warn)">
              {t('sweep.sizesMissing')}
            </Text>
          )}
        </UnstyledButton>
        <Group gap={4} wrap="nowrap">
          {info.openDims.length > 0 && (
            <Tooltip label={t('sweep.again')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={onDouble}
                aria-label={t('sweep.againNamed', { name })}
              >
                <IconCopy size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={t('sweep.takeOut', { name })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      <PrecisionChips row={row} models={models} processor={processor} onChange={onChange} />
      {open && (
        <div className="planned-body">
          <InputsForm
            model={model}
            value={draft}
            onChange={({ dims, inputs }) => onChange({ ...draft, dims, inputs })}
          />
          {!isWrong && (
            <Button size="compact-sm" variant="subtle" mt={8} onClick={() => setOpen(false)}>
              {t('sweep.fold')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

function summaryOf({ dims }: DraftModel, size: string): string {
  return [size, ...Object.entries(dims).map(([name, value]) => `${name} ${value}`)].join(' · ')
}
