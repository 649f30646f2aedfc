// The settings of a session, for how long power is read, and what happens between two measurements: folded to one line
// that says what is not as usual.

import { Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardFacts, BoardId } from '../../../shared/board.ts'
import { settingNames } from '../../../shared/session-settings.ts'
import { CoolDownChoice } from './CoolDownChoice.tsx'
import { chosenLimits, type SweepDraft } from './draft.ts'
import { EnergyChoice } from './EnergyChoice.tsx'
import { SettingRow } from './SettingRow.tsx'
import { useSummary } from './summary.ts'

interface AdvancedProps {
  readonly draft: SweepDraft
  readonly boardId: BoardId | null
  readonly facts: BoardFacts | null
  readonly onChange: (part: Partial<SweepDraft>) => void
}

export function Advanced({ draft, boardId, facts, onChange }: AdvancedProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const summary = useSummary()(draft)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div>
      <UnstyledButton className="planned-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={16} aria-hidden />
        <Text fw={600}>{t('sweep.advanced')}</Text>
        <Text span size="xs" c="dimmed">
          {summary === '' ? t('sweep.asUsual') : summary}
        </Text>
      </UnstyledButton>
      {open && (
        <div className="settings">
          {settingNames.map((name) => (
            <SettingRow
              key={name}
              name={name}
              axes={draft.settings}
              boardId={boardId}
              facts={facts}
              onChange={(settings) => onChange({ settings })}
            />
          ))}
          <EnergyChoice
            energy={draft.energy}
            usual={chosenLimits(draft)}
            onChange={(energy) => onChange({ energy })}
          />
          <CoolDownChoice
            coolDown={draft.coolDown}
            onChange={(coolDown) => onChange({ coolDown })}
          />
        </div>
      )}
    </div>
  )
}
