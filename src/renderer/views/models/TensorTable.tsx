// Inputs or outputs of a model: name, element type and dimensions, with the open ones marked in word and colour.

import { Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { TensorInfo } from '../../../shared/model.ts'
import { leftHead, NumberTable } from '../../table/NumberTable.tsx'
import { shownDims } from './modelFacts.ts'

interface TensorTableProps {
  readonly title: string
  readonly tensors: readonly TensorInfo[]
}

export function Dims({ tensor }: { readonly tensor: TensorInfo }) {
  const { t } = useTranslation()
  const dims = shownDims(tensor)
  if (dims.length === 0) return <span className="few">{t('models.scalar')}</span>
  return (
    <span className="mono dims">
      {dims.map(({ text, open }, axis) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
        <Fragment key={axis}>
          {axis > 0 && ' × '}
          {open ? <em title={t('models.openDim')}>{text}</em> : text}
        </Fragment>
      ))}
    </span>
  )
}

export function TensorTable({ title, tensors }: TensorTableProps) {
  const { t } = useTranslation()
  return (
    <>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <NumberTable
        label={title}
        heads={(['tensor', 'type', 'dims'] as const).map((head) => leftHead(t(`models.${head}`)))}
      >
        {tensors.map((tensor) => (
          <tr key={tensor.name}>
            <td className="left mono">{tensor.name}</td>
            <td className="left mono">{tensor.type}</td>
            <td className="left wrap">
              <Dims tensor={tensor} />
            </td>
          </tr>
        ))}
      </NumberTable>
    </>
  )
}
