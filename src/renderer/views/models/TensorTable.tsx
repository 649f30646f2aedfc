// Inputs or outputs of a model: name, element type and dimensions, with the open ones marked in word and colour.

import { Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { TensorInfo } from '../../../shared/model.ts'
import { Scroll } from '../../table/Scroll.tsx'
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
      <Scroll label={title}>
        <table className="numbers" aria-label={title}>
          <thead>
            <tr>
              <th scope="col" className="left">
                {t('models.tensor')}
              </th>
              <th scope="col" className="left">
                {t('models.type')}
              </th>
              <th scope="col" className="left">
                {t('models.dims')}
              </th>
            </tr>
          </thead>
          <tbody>
            {tensors.map((tensor) => (
              <tr key={tensor.name}>
                <td className="left mono">{tensor.name}</td>
                <td className="left mono">{tensor.type}</td>
                <td className="left wrap">
                  <Dims tensor={tensor} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}
