// The clocks of a board over the last minute, look by look, for as long as somebody looks.

import { useEffect, useState } from 'react'
import type { TunablePolicy } from '../../../shared/tuning.ts'
import { keptLooks } from './Spark.tsx'

type Past = ReadonlyMap<string, readonly number[]>

export function withLook(past: Past, policies: readonly TunablePolicy[]): Past {
  return new Map(
    policies.map(({ policy, nowKhz }) => {
      const before = past.get(policy) ?? []
      return [policy, nowKhz === null ? before : [...before, nowKhz].slice(-keptLooks)]
    }),
  )
}

/** `atMs`: when they were looked at. */
export function usePastKhz(policies: readonly TunablePolicy[], atMs: number): Past {
  const [past, setPast] = useState<{ readonly atMs: number; readonly khz: Past }>({
    atMs: 0,
    khz: new Map(),
  })
  useEffect(() => {
    setPast((before) =>
      before.atMs === atMs ? before : { atMs, khz: withLook(before.khz, policies) },
    )
  }, [policies, atMs])
  return past.khz
}
