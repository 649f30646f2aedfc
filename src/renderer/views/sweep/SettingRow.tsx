// One setting of the session as an axis: its chips, what it means, and for some how another value is added.

import { useTranslation } from 'react-i18next'
import type { BoardFacts, BoardId } from '../../../shared/board.ts'
import { coresIn, coresText } from '../../../shared/core-list.ts'
import type { SessionAxes, SettingName } from '../../../shared/session-settings.ts'
import { AddValue } from './AddValue.tsx'
import { ChoiceChips } from './ChoiceChips.tsx'
import { knownLibrary, LibraryChoice } from './LibraryChoice.tsx'
import { settingChoices } from './settingChoices.ts'
import { useSettingLabel } from './summary.ts'

interface SettingRowProps {
  readonly name: SettingName
  readonly axes: SessionAxes
  readonly boardId: BoardId | null
  readonly facts: BoardFacts | null
  readonly onChange: (axes: SessionAxes) => void
}

type Value = SessionAxes[SettingName][number]

export function SettingRow({ name, axes, boardId, facts, onChange }: SettingRowProps) {
  const { t } = useTranslation()
  const labelOf = useSettingLabel()
  const inspected = axes.library.flatMap((path) => knownLibrary(boardId, path)?.providers ?? [])
  const choices: readonly Value[] = settingChoices(axes, facts, inspected)[name]
  const clusters = facts?.clusters ?? []
  const where =
    name === 'placement' && clusters.length > 1
      ? clusters.map(({ name: kind, cpus }) => `${kind}: ${coresText(cpus)}`).join('; ')
      : ''
  return (
    <ChoiceChips<Value>
      label={t(`setting.${name}.name`)}
      choices={choices.map((value) => ({ value, label: chipLabel(labelOf(name, value)) }))}
      chosen={axes[name]}
      onChange={(chosen) => onChange({ ...axes, [name]: chosen })}
      help={[t(`setting.${name}.what`), where].join(' ').trim()}
    >
      {name === 'library' && (
        <LibraryChoice
          board={boardId}
          libraries={axes.library}
          onAdd={(path) => onChange({ ...axes, library: added(axes.library, path) })}
        />
      )}
      {name === 'placement' && (
        <AddValue
          label={t('sweep.addCores')}
          placeholder={t('sweep.coresLike')}
          width={110}
          onAdd={(typed) => {
            const cores = coresIn(typed)
            if (cores === null) return false
            onChange({ ...axes, placement: added(axes.placement, [...cores]) })
            return true
          }}
        />
      )}
    </ChoiceChips>
  )
}

/** A path by its end: the whole stands below its chips. */
function chipLabel(label: string): string {
  const parts = label.split('/')
  return parts.length > 3 ? `…/${parts.slice(-2).join('/')}` : label
}

function added<T>(values: readonly T[], value: T): T[] {
  const isThere = values.some((one) => JSON.stringify(one) === JSON.stringify(value))
  return isThere ? [...values] : [...values, value]
}
