// One model: its figures, what goes in and comes out, its operators, where it lies, and what measured it.

import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { IconGauge, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRecord } from '../../../shared/ipc.ts'
import { precisionOf } from '../../../shared/precision-of.ts'
import { formatBytes, formatCount } from '../../../shared/units.ts'
import { call } from '../../api.ts'
import { ConfirmRemoval } from '../../ConfirmRemoval.tsx'
import { Figure } from '../../Figure.tsx'
import { CallFault } from '../../faults/FaultNotice.tsx'
import { navigate } from '../../state/address.ts'
import { keepModel } from '../../state/models.ts'
import { Accuracy } from './Accuracy.tsx'
import { HowMade } from './HowMade.tsx'
import { LinkVariant } from './LinkVariant.tsx'
import { ModelFiles, ModelRuns } from './ModelFiles.tsx'
import { formatFlops } from './modelFacts.ts'
import { OperatorBars } from './OperatorBars.tsx'
import { RememberedInputs } from './RememberedInputs.tsx'
import { TensorTable } from './TensorTable.tsx'
import { VariantsSection } from './VariantsSection.tsx'
import { isVariant, makeablePrecisions, variantsOf } from './variants.ts'
import { precisionWords } from './variantWords.ts'

interface ModelDetailProps {
  readonly model: ModelRecord
  /** All that are known, itself among them. */
  readonly models: readonly ModelRecord[]
}

export function ModelDetail({ model, models }: ModelDetailProps) {
  const { t } = useTranslation()
  const { info } = model
  const variants = variantsOf(models, model.sha256)
  /** What was rounded already is no original to round again. */
  const isOriginal =
    !isVariant(model) || variants.length > 0 || makeablePrecisions(precisionOf(model)).length > 1
  return (
    <Stack gap="md" component="article" aria-label={model.name}>
      <section className="surface">
        <Stack gap="sm">
          <Head model={model} models={models} />
          <Figures model={model} />
        </Stack>
      </section>
      {isVariant(model) && (
        <>
          <section className="surface">
            <HowMade model={model} models={models} />
          </section>
          <section className="surface">
            <Accuracy model={model} models={models} />
          </section>
        </>
      )}
      {isOriginal && (
        <section className="surface">
          <VariantsSection original={model} variants={variants} />
        </section>
      )}
      <section className="surface">
        <RememberedInputs model={model} />
      </section>
      <section className="surface">
        <TensorTable title={t('models.outputs')} tensors={info.outputs} />
      </section>
      <section className="surface">
        <OperatorBars operators={info.operators} />
      </section>
      <section className="surface">
        <ModelFiles model={model} />
      </section>
      <section className="surface">
        <ModelRuns model={model} />
      </section>
    </Stack>
  )
}

function Head({ model, models }: ModelDetailProps) {
  const { t } = useTranslation()
  const [renaming, setRenaming] = useState(false)
  const [removing, setRemoving] = useState(false)
  return (
    <>
      <Group justify="space-between" gap="sm">
        {renaming ? (
          <Rename model={model} onDone={() => setRenaming(false)} />
        ) : (
          <Group gap="sm">
            <Title order={2} style={{ overflowWrap: 'anywhere' }}>
              {model.name}
            </Title>
            {model.source === 'zoo' && <span className="chip">{t('sweep.randomWeights')}</span>}
            {model.variant !== null && (
              <span className="chip">{precisionWords(t, model.variant.precision)}</span>
            )}
          </Group>
        )}
        <Group gap="xs">
          <Button
            component="a"
            href={`#/sweep?model=${model.sha256}`}
            leftSection={<IconGauge size={16} aria-hidden />}
          >
            {t('models.measure')}
          </Button>
          {isLinkable(model, models) && <LinkVariant model={model} models={models} />}
          <Button
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => setRenaming(true)}
            disabled={renaming}
          >
            {t('models.rename')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setRemoving(true)}
          >
            {t('models.remove')}
          </Button>
        </Group>
      </Group>
      {removing && (
        <ConfirmRemoval
          title={t('models.removeTitle', { name: model.name })}
          what={removalWords(t, model, models)}
          button={t('models.removeButton')}
          channel="models.remove"
          request={{ sha256: model.sha256 }}
          list="models.list"
          onClose={() => setRemoving(false)}
          onRemoved={() => navigate('/models')}
        />
      )}
    </>
  )
}

/** A file of the user's own that is no variant yet, and no original. */
const isLinkable = (model: ModelRecord, models: readonly ModelRecord[]) =>
  model.variant === null &&
  model.source === 'file' &&
  models.length > 1 &&
  variantsOf(models, model.sha256).length === 0

function removalWords(t: TFunction, model: ModelRecord, models: readonly ModelRecord[]): string {
  const made = variantsOf(models, model.sha256).filter(({ source }) => source === 'made')
  const what = {
    zoo: 'models.removeZooWhat',
    file: 'models.removeWhat',
    made: 'models.removeMadeWhat',
  } as const
  const own = t(what[model.source])
  return made.length === 0 ? own : `${own} ${t('models.removeVariantsToo', { count: made.length })}`
}

function Rename({ model, onDone }: { readonly model: ModelRecord; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(model.name)
  const rename = useMutation({
    mutationFn: () => call('models.rename', { sha256: model.sha256, name }),
    onSuccess: (changed) => {
      keepModel(changed)
      onDone()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') rename.mutate()
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          label={t('models.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onDone()
          }}
          maxLength={200}
          autoFocus
        />
        <Button type="submit" disabled={name.trim() === ''} loading={rename.isPending}>
          {t('models.renameButton')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </Group>
      <CallFault error={rename.error} />
    </form>
  )
}

/** An operator that is not understood, or else a size that nobody has given yet. */
function notCountedWhy(t: TFunction, { uncounted }: ModelRecord['info']): string {
  return uncounted.length === 0
    ? t('models.notCountedSizes')
    : t('models.notCountedOperators', { operators: uncounted.join(', ') })
}

function Figures({ model }: { readonly model: ModelRecord }) {
  const { t } = useTranslation()
  const { info, dims } = model
  const sizes = info.openDims
    .filter((name) => dims[name] !== undefined)
    .map((name) => `${name} = ${dims[name]}`)
  const work = formatFlops(info.multiplyAdds)
  const at = sizes.length === 0 ? t('models.perSample') : sizes.join(', ')
  return (
    <dl className="figures">
      <Figure name={t('models.size')} value={formatBytes(info.bytes)} />
      <Figure
        name={t('models.parameters')}
        value={formatCount(info.parameterCount)}
        why={t('models.parametersWhy', { count: info.parameterCount.toLocaleString('en') })}
      />
      <Figure
        name={t('models.work')}
        value={work ?? ''}
        {...(work === null
          ? { missing: t('models.notCounted'), why: notCountedWhy(t, info) }
          : {
              spread: at,
              why: t('models.workWhy', { multiplyAdds: formatCount(info.multiplyAdds) }),
            })}
      />
      <Figure
        name={t('models.batch')}
        value={info.batch === 'dynamic' ? t('models.batchOpen') : String(info.batch)}
        why={t(info.batch === 'dynamic' ? 'models.batchOpenWhy' : 'models.batchFixedWhy')}
      />
      <Figure name={t('models.opset')} value={String(info.opset)} />
      <Figure name={t('models.producer')} value={info.producer || t('models.unnamed')} />
    </dl>
  )
}
