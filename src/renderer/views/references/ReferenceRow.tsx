// One published figure: its value with its unit, every term of it, its source, and the runs it may stand beside.

import { ActionIcon, Anchor } from '@mantine/core'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { referenceDevice, referenceLabel, runtimeName } from '../../../shared/drawn-reference.ts'
import type { RunRecord } from '../../../shared/ipc.ts'
import type { Reference } from '../../../shared/reference.ts'
import { formatNs, formatRate, unknown } from '../../../shared/units.ts'
import { call } from '../../api.ts'
import { copyText } from '../../clipboard.ts'
import { notifyFault } from '../../faults/notifyFault.ts'

interface ReferenceRowProps {
  readonly reference: Reference
  readonly runs: readonly RunRecord[]
}

function figureWords({ metric, value }: Reference): string {
  return metric === 'latencyP90' ? formatNs(value) : `${formatRate(value)}/s`
}

/** The row for a table of the user's own: cells apart by tabs. */
function rowText(reference: Reference): string {
  const { architecture, metric, scenario, precision, runtime, batch, round, submitter, sourceUrl } =
    reference
  return [
    referenceDevice(reference),
    architecture,
    metric === 'latencyP90' ? 'p90 latency' : 'throughput',
    figureWords(reference),
    scenario,
    precision,
    runtime,
    batch ?? 'batch unknown',
    `MLPerf ${round}`,
    submitter,
    sourceUrl,
  ].join('\t')
}

function Term({ value }: { readonly value: string | number | null }) {
  const { t } = useTranslation()
  return value === null || value === 'unknown' ? (
    <span title={t('references.unknownTerm')}>{unknown}</span>
  ) : (
    value
  )
}

export function ReferenceRow({ reference, runs }: ReferenceRowProps) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const { id, metric, round, submitter } = reference
  const device = referenceDevice(reference)
  const label = referenceLabel(reference)
  const source = t('references.submittedBy', { round, submitter })
  const newest = runs[0]
  const CopyIcon = copied ? IconCheck : IconCopy
  return (
    <tr>
      <th scope="row" className="left wrap" style={{ minWidth: '9rem' }}>
        {device}
        {reference.system !== device && <div className="note">{reference.system}</div>}
      </th>
      <td className="left">{reference.architecture}</td>
      <td>{metric === 'latencyP90' ? figureWords(reference) : unknown}</td>
      <td>{metric === 'throughput' ? figureWords(reference) : unknown}</td>
      <td className="left">{reference.scenario}</td>
      <td className="left">
        <Term value={reference.precision} />
      </td>
      <td className="left" title={reference.runtime}>
        {runtimeName(reference.runtime)}
      </td>
      <td>
        <Term value={reference.batch} />
      </td>
      <td className="left wrap" style={{ minWidth: '7rem' }}>
        <Anchor
          component="button"
          type="button"
          inherit
          aria-label={t('references.open', { label, source })}
          onClick={() => void call('references.open', { id }).catch(notifyFault)}
        >
          {source} <IconExternalLink size={12} aria-hidden />
        </Anchor>
      </td>
      <td title={t('references.besideWhy')}>
        {newest === undefined ? (
          t('references.none')
        ) : (
          <Anchor href={`#/runs/${newest.id}`} inherit>
            {t('references.beside', { count: runs.length })}
          </Anchor>
        )}
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={copied ? t('references.copied') : t('references.copy', { label })}
          onClick={() => void copyText(rowText(reference)).then(setCopied)}
        >
          <CopyIcon size={14} />
        </ActionIcon>
      </td>
    </tr>
  )
}
