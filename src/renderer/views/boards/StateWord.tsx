// A state as word, icon and colour together.

import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader,
} from '@tabler/icons-react'
import type { Tone } from './state.ts'

const icons = {
  ready: IconCircleCheck,
  busy: IconLoader,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  idle: IconCircleDashed,
} as const

export function StateWord({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  const Icon = icons[tone]
  return (
    <span className="state" data-tone={tone}>
      <Icon size={14} aria-hidden />
      {word}
    </span>
  )
}
