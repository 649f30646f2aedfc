// The choices of a result's charts, kept in the address, so that they are there again on the way back from a point.

import { useSearchParams } from 'wouter'
import { type Charted, chartedSearch, parseCharted } from './charted.ts'

export function useCharted(): readonly [Charted, (next: Partial<Charted>) => void] {
  const [search, setSearch] = useSearchParams()
  const charted = parseCharted(search)
  return [charted, (next) => setSearch(chartedSearch({ ...charted, ...next }), { replace: true })]
}
