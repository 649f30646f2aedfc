// Which columns of a meter's file tell time and power: what was guessed, beside the first lines, for a person to change.

import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunId } from '../../../shared/event.ts'
import {
  ampereUnits,
  type MeterColumns,
  type MeterTable,
  powerUnits,
  timeUnits,
  voltUnits,
} from '../../../shared/meter.ts'
import { call } from '../../api.ts'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { keepMeter } from './keepMeter.ts'

interface MeterColumnsDialogProps {
  readonly run: RunId
  readonly path: string
  readonly table: MeterTable
  readonly onClose: () => void
}

const unsaid: MeterColumns = {
  time: { column: 0, unit: 's' },
  power: { kind: 'power', column: 1, unit: 'W' },
}

interface Told<U extends string> {
  readonly column: number
  readonly unit: U
}

interface ColumnChoiceProps<U extends string> {
  readonly label: string
  readonly heads: readonly string[]
  readonly units: readonly U[]
  readonly value: Told<U>
  readonly onChange: (value: Told<U>) => void
}

function ColumnChoice<U extends string>(props: ColumnChoiceProps<U>) {
  const { label, heads, units, value, onChange } = props
  const { t } = useTranslation()
  return (
    <Group gap="xs" align="end">
      <NativeSelect
        size="xs"
        label={label}
        value={String(value.column)}
        onChange={({ currentTarget }) =>
          onChange({ ...value, column: Number(currentTarget.value) })
        }
        data={heads.map((head, column) => ({ value: String(column), label: head }))}
      />
      <NativeSelect
        size="xs"
        aria-label={t('meter.unitOf', { column: label })}
        value={value.unit}
        onChange={({ currentTarget }) => {
          const unit = units.find((one) => one === currentTarget.value)
          if (unit !== undefined) onChange({ ...value, unit })
        }}
        data={units.map((unit) => ({
          value: unit,
          label: unit === 'date' ? t('meter.date') : unit.replace(/^u/, 'µ'),
        }))}
      />
    </Group>
  )
}

export function MeterColumnsDialog({ run, path, table, onClose }: MeterColumnsDialogProps) {
  const { t } = useTranslation()
  const [columns, setColumns] = useState(table.guessed ?? unsaid)
  const attach = useMutation({
    mutationFn: () => call('meters.attach', { run, path, columns }),
    onSuccess: async (view) => {
      await keepMeter(run, view)
      onClose()
    },
  })
  const { time, power } = columns
  const { heads, rows } = table
  const isVolts = power.kind === 'volts-and-amperes'
  const withPower = (next: MeterColumns['power']) => setColumns({ ...columns, power: next })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('meter.columns', { name: table.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t(table.guessed === null ? 'meter.notGuessed' : 'meter.guessed', {
            count: table.rowCount,
          })}
        </Text>
        <ColumnChoice
          label={t('meter.time')}
          heads={heads}
          units={timeUnits}
          value={time}
          onChange={(next) => setColumns({ ...columns, time: next })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('meter.kind')}
          value={power.kind}
          onChange={(kind) =>
            withPower(
              kind === 'power'
                ? { kind, column: 1, unit: 'W' }
                : {
                    kind: 'volts-and-amperes',
                    volts: { column: 1, unit: 'V' },
                    amperes: { column: Math.min(2, heads.length - 1), unit: 'A' },
                  },
            )
          }
          data={[
            { value: 'power', label: t('meter.power') },
            { value: 'volts-and-amperes', label: t('meter.voltsAndAmperes') },
          ]}
        />
        {isVolts ? (
          <>
            <ColumnChoice
              label={t('meter.volts')}
              heads={heads}
              units={voltUnits}
              value={power.volts}
              onChange={(volts) => withPower({ ...power, volts })}
            />
            <ColumnChoice
              label={t('meter.amperes')}
              heads={heads}
              units={ampereUnits}
              value={power.amperes}
              onChange={(amperes) => withPower({ ...power, amperes })}
            />
          </>
        ) : (
          <ColumnChoice
            label={t('meter.power')}
            heads={heads}
            units={powerUnits}
            value={power}
            onChange={(next) => withPower({ kind: 'power', ...next })}
          />
        )}
        <NumberTable
          label={t('meter.firstLines')}
          heads={heads.map((head, column) => leftHead(`${column + 1}: ${head}`))}
        >
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a file is its place in it
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
                <td key={column} className="left">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </NumberTable>
        <CallFault error={attach.error} />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={attach.isPending} onClick={() => attach.mutate()}>
            {t('meter.lay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
