// The whole window as a target: files that are dragged over it are announced, and dropped ones never navigate it.
// A part of a view that takes files itself says so by preventing the event's default before it comes here.

import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FaultError, fault } from '../../shared/fault.ts'
import { notifyFault } from '../faults/notifyFault.ts'
import { navigate, parseHash } from '../state/address.ts'
import { addToSweep } from '../views/sweep/draftStore.ts'
import { openPlan } from '../views/sweep/openPlan.ts'
import { addDropped, pathOf, sortDropped } from './dropped.ts'

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true

async function take(files: readonly File[]): Promise<void> {
  const { models, plans, unknown } = sortDropped(files)
  for (const { name } of unknown) notifyFault(new FaultError(fault('drop-unknown', { name })))
  const [plan] = plans
  if (plan !== undefined) await openDropped(plan)
  const added = await addDropped(models)
  const [first] = added
  if (first === undefined) return
  if (parseHash(window.location.hash).path === '/sweep') addToSweep(added)
  else navigate(`/models/${first.sha256}`)
}

async function openDropped(plan: File): Promise<void> {
  try {
    await openPlan(pathOf(plan))
  } catch (thrown) {
    if (!isCancelled(thrown)) notifyFault(thrown)
  }
}

const isCancelled = (thrown: unknown) =>
  thrown instanceof FaultError && thrown.fault.code === 'cancelled'

function useFileDrag(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const listening = new AbortController()
    const { signal } = listening
    const on = (
      type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      act: (e: DragEvent) => void,
    ) => window.addEventListener(type, act, { signal })
    for (const type of ['dragenter', 'dragover'] as const)
      on(type, (event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(true)
      })
    on('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) setOver(false)
    })
    on('drop', (event) => {
      setOver(false)
      const isTaken = event.defaultPrevented
      event.preventDefault()
      if (!isTaken) void take([...(event.dataTransfer?.files ?? [])])
    })
    return () => listening.abort()
  }, [])
  return over
}

export function DropTarget() {
  const { t } = useTranslation()
  const over = useFileDrag()
  if (!over) return null
  return (
    <div className="drop">
      <div>
        <Text size="lg" fw={600}>
          {t('models.drop')}
        </Text>
        <Text>{t('models.dropWhat')}</Text>
      </div>
    </div>
  )
}
