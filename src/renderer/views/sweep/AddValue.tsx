// A value that is typed in: taken on Enter, if it is one.

import { TextInput } from '@mantine/core'
import { useState } from 'react'

interface AddValueProps {
  readonly label: string
  readonly placeholder: string
  readonly width: number
  readonly disabled?: boolean
  /** False: it is none, and stays to be mended. */
  readonly onAdd: (typed: string) => boolean
}

export function AddValue({ label, placeholder, width, disabled = false, onAdd }: AddValueProps) {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const take = () => {
    if (typed.trim() === '') return
    const isTaken = onAdd(typed.trim())
    setWrong(!isTaken)
    if (isTaken) setTyped('')
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      size="xs"
      w={width}
      value={typed}
      error={isWrong}
      disabled={disabled}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        setWrong(false)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        take()
      }}
      onBlur={take}
    />
  )
}
