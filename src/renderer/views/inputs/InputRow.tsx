// One input: its name, type and shape, and where its values come from. A file can be chosen or dropped on the row.

import { Button, Group, NumberInput, Select, Text } from '@mantine/core'
import { IconFileImport, IconFolder } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fault } from '../../../shared/fault.ts'
import type { InputValues } from '../../../shared/input.ts'
import type { TensorInfo } from '../../../shared/model.ts'
import { CallFault, FaultNotice } from '../../faults/FaultNotice.tsx'
import { pathOf } from '../../shell/dropped.ts'
import { Dims } from '../models/TensorTable.tsx'
import { automaticValues } from './automatic.ts'
import { isFloat, valuesWords } from './inputWords.ts'
import { PictureQuestion } from './PictureQuestion.tsx'
import { useInputFile } from './useInputFile.ts'

interface InputRowProps {
  readonly sha256: string
  readonly input: TensorInfo
  readonly shape: readonly (number | null)[]
  /** Null: what convention says. */
  readonly planned: InputValues | null
  /** What whole numbers the model can take here, where it says so. */
  readonly range: { readonly low: number; readonly high: number } | null
  readonly fault: Fault | null
  /** A folder of samples will do too. */
  readonly samples: boolean
  readonly onChange: (values: InputValues | null) => void
}

const kinds = ['automatic', 'number', 'random', 'counting', 'file'] as const
type Kind = (typeof kinds)[number]
const isKind = (value: string | null): value is Kind => kinds.some((kind) => kind === value)

/** With its bounds spelt out, so that they can be changed. */
function initialValues(
  kind: Exclude<Kind, 'automatic' | 'file'>,
  { range, input }: Pick<InputRowProps, 'range' | 'input'>,
): InputValues {
  if (kind === 'number') return { kind, value: 1 }
  if (kind === 'counting') return { kind }
  return { kind, ...(range ?? { low: isFloat(input.type) ? -1 : 0, high: 1 }) }
}

export function InputRow(props: InputRowProps) {
  const { sha256, input, shape, planned, range, fault, samples, onChange } = props
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const file = useInputFile({ sha256, input: input.name, samples }, onChange)
  const automatic = automaticValues(input.name, range)
  /** A plan may spell out what would be so anyway. */
  const own = JSON.stringify(planned) === JSON.stringify(automatic) ? null : planned
  const choose = (kind: string | null) => {
    if (!isKind(kind)) return
    if (kind === 'automatic') onChange(null)
    else if (kind === 'file') file.choose()
    else onChange(initialValues(kind, props))
  }
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    setOver(false)
    const [dropped] = event.dataTransfer.files
    // A model that happens to be dropped here is the window's to take.
    if (dropped === undefined || /\.(onnx|ya?ml)$/i.test(dropped.name)) return
    event.preventDefault()
    file.take(() => pathOf(dropped))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of two ways; the button is the other
    <div
      className="input-row"
      data-over={over}
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div>
        <span className="mono input-name">{input.name}</span>{' '}
        <Text span size="xs" c="dimmed" className="mono">
          {input.type}
        </Text>
        <Text size="xs" component="div">
          <Dims tensor={input} />
          {shape.length > 0 && (
            <Text span size="xs" c="dimmed" className="mono">
              {` = ${shape.map((size) => size ?? '?').join(' × ')}`}
            </Text>
          )}
        </Text>
      </div>
      <Group gap="xs" align="end">
        <Select
          aria-label={t('inputs.valuesOf', { name: input.name })}
          data={kinds.map((kind) => ({
            value: kind,
            label:
              kind === 'automatic'
                ? t('inputs.automatic', { what: valuesWords(t, automatic, input.type) })
                : t(`inputs.kind.${kind}`),
          }))}
          value={own?.kind ?? 'automatic'}
          onChange={choose}
          allowDeselect={false}
          w={230}
        />
        <ValueDetails input={input} planned={own} onChange={onChange} />
        {planned?.kind === 'file' && (
          <Button
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={() => file.choose()}
            aria-label={t('inputs.chooseFor', { name: input.name })}
          >
            {t('inputs.choose')}
          </Button>
        )}
        {samples && (
          <Button
            variant="default"
            leftSection={<IconFolder size={16} aria-hidden />}
            onClick={() => file.choose(true)}
            aria-label={t('inputs.folderFor', { name: input.name })}
          >
            {t('inputs.folder')}
          </Button>
        )}
      </Group>
      {file.busy && (
        <Text size="xs" c="dimmed" role="status">
          {t('inputs.reading')}
        </Text>
      )}
      <CallFault error={file.error} />
      {fault !== null && <FaultNotice fault={fault} />}
      {file.picture !== null && (
        <PictureQuestion
          input={input}
          path={file.picture}
          onTake={file.takePicture}
          onClose={file.leavePicture}
        />
      )}
    </div>
  )
}

function ValueDetails({
  input,
  planned,
  onChange,
}: Pick<InputRowProps, 'input' | 'planned' | 'onChange'>) {
  const { t } = useTranslation()
  if (planned === null || planned.kind === 'counting') return null
  if (planned.kind === 'file')
    return (
      <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
        {planned.name}{' '}
        <span className="mono">
          {planned.type} [{planned.dims.join(', ')}]
        </span>
      </Text>
    )
  if (planned.kind === 'number')
    return (
      <NumberInput
        aria-label={t('inputs.numberOf', { name: input.name })}
        value={planned.value}
        onChange={(value) => onChange({ ...planned, value: Number(value) })}
        w={120}
      />
    )
  const bound = (end: 'low' | 'high') => (
    <NumberInput
      aria-label={t(`inputs.${end}Of`, { name: input.name })}
      placeholder={t(`inputs.${end}`)}
      value={planned[end] ?? ''}
      allowDecimal={false}
      onChange={(typed) => {
        const { [end]: _, ...others } = planned
        onChange(typed === '' ? others : { ...others, [end]: Number(typed) })
      }}
      w={104}
    />
  )
  return (
    <>
      {bound('low')}
      {bound('high')}
    </>
  )
}
