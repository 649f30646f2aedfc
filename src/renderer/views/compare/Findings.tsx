// What a comparison finds, in sentences, and how far it may be trusted.

import { Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { findings } from '../../../shared/comparison-finding.ts'
import { CopyButton } from '../../CopyButton.tsx'
import { cautionWords, findingWords } from './findingWords.ts'
import { comparisonMarkdown } from './markdown.ts'
import { conditionWords, rowColumns } from './rowWords.ts'
import type { LoadedComparison } from './useComparison.ts'

export function Findings({ loaded }: { readonly loaded: LoadedComparison }) {
  const { t } = useTranslation()
  const { comparison, names } = loaded
  const columns = rowColumns(comparison)
  const sentences = findings(comparison).map((finding) =>
    findingWords(t, finding, names, columns.model),
  )
  const cautions = cautionWords(t, comparison)
  const unmatched = comparison.unmatched.flatMap((count, run) =>
    count === 0
      ? []
      : [
          t(comparison.by === null ? 'compare.unmatched' : 'compare.unmatchedPart', {
            count,
            run: names[run] ?? '',
          }),
        ],
  )
  const markdown = () =>
    comparisonMarkdown(comparison, 'latency', {
      title: names.join(' / '),
      sentences: [...sentences, ...cautions],
      columns,
      heads: {
        model: t('table.model'),
        conditions: t('compare.difference.conditions'),
        batch: t('table.batch'),
        threads: t('table.threads'),
      },
      conditionsOf: (row) => conditionWords(t, row),
      names,
      metricName: t('compare.metrics.latency'),
    })
  return (
    <section className="surface" aria-label={t('compare.findings')}>
      <Group justify="space-between" mb={8}>
        <Title order={2}>{t('compare.findings')}</Title>
        <CopyButton label={t('compare.copyMarkdown')} text={markdown} />
      </Group>
      <Stack gap={6} component="ul" className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </Stack>
      <Text size="xs" c="dimmed" mt={8}>
        {[...cautions, ...unmatched].join(t('compare.gap'))}
      </Text>
    </section>
  )
}
