// Clocks that are not the processor's: GPU, NPU and memory, a row each, with governor and limits where they can be set.

import { NativeSelect, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeviceWish, TunableDevice, Tuning } from '../../../shared/tuning.ts'
import { formatHz, unknown } from '../../../shared/units.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { deviceWishOf } from './wish.ts'

interface DeviceTableProps {
  readonly devices: readonly TunableDevice[]
  readonly wish: Tuning
  readonly onChange: (device: string, part: Partial<DeviceWish>) => void
}

export function DeviceTable({ devices, wish, onChange }: DeviceTableProps) {
  const { t } = useTranslation()
  if (devices.length === 0) return null
  const heads = [
    ...(['device', 'kind', 'governor', 'min', 'max'] as const).map((head) =>
      leftHead(t(`tune.deviceHead.${head}`)),
    ),
    { words: t('tune.deviceHead.now') },
    { words: t('tune.deviceHead.load') },
  ]
  return (
    <section className="surface" aria-label={t('tune.devices')}>
      <Title order={2} mb={8}>
        {t('tune.devices')}
      </Title>
      <NumberTable label={t('tune.devices')} heads={heads}>
        {devices.map((device) => (
          <DeviceRow
            key={device.device}
            device={device}
            wish={deviceWishOf(wish, device.device)}
            onChange={(part) => onChange(device.device, part)}
          />
        ))}
      </NumberTable>
    </section>
  )
}

interface DeviceRowProps {
  readonly device: TunableDevice
  readonly wish: DeviceWish
  readonly onChange: (part: Partial<DeviceWish>) => void
}

function DeviceRow({ device, wish, onChange }: DeviceRowProps) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row" className="left mono">
        {device.device}
      </th>
      <td className="left">{t(`tune.deviceKind.${device.kind}`)}</td>
      <td className="left">
        <Pick
          label={t('tune.deviceGovernor', { device: device.device })}
          choices={device.governors.map((value) => ({ value, label: value }))}
          now={device.governor}
          wanted={wish.governor}
          onPick={(governor) => onChange({ governor })}
        />
      </td>
      {(['min', 'max'] as const).map((end) => (
        <td className="left" key={end}>
          <Limit end={end} device={device} wish={wish} onChange={onChange} />
        </td>
      ))}
      <td>{formatHz(device.nowHz)}</td>
      <td>{device.load === null ? unknown : `${Math.round(device.load * 100)} %`}</td>
    </tr>
  )
}

function Limit({ end, device, wish, onChange }: DeviceRowProps & { readonly end: 'min' | 'max' }) {
  const { t } = useTranslation()
  const [now, wanted] = end === 'min' ? [device.minHz, wish.minHz] : [device.maxHz, wish.maxHz]
  const words = (hz: number) => (hz === 0 ? t('tune.noLimit') : formatHz(hz))
  return (
    <Pick
      label={t(`tune.deviceLimit.${end}`, { device: device.device })}
      choices={device.stepsHz.map((hz) => ({ value: String(hz), label: formatHz(hz) }))}
      now={now === null ? null : String(now)}
      nowLabel={now === null ? unknown : words(now)}
      wanted={wanted === null ? null : String(wanted)}
      onPick={(value) => {
        const hz = value === null ? null : Number(value)
        onChange(end === 'min' ? { minHz: hz } : { maxHz: hz })
      }}
    />
  )
}

interface PickProps {
  readonly label: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly now: string | null
  readonly nowLabel?: string
  readonly wanted: string | null
  /** Null: as it is now. */
  readonly onPick: (value: string | null) => void
}

/** What is set now is always among the choices; with no other it is only said. */
function Pick({ label, choices, now, nowLabel, wanted, onPick }: PickProps) {
  const known = choices.some(({ value }) => value === now)
  const all = now === null || known ? choices : [{ value: now, label: nowLabel ?? now }, ...choices]
  if (all.length < 2) return <>{nowLabel ?? now ?? unknown}</>
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={[...all]}
      value={wanted ?? now ?? ''}
      data-changed={wanted !== null && wanted !== now}
      onChange={({ currentTarget: { value } }) => onPick(value === now ? null : value)}
    />
  )
}
