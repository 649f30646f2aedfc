// The page's only door to the rest of Benchtop: typed calls over the bridge, as queries and as plain promises.
// An answer that is not ok is thrown as a FaultError inside the page, so that every query's error holds a fault.

import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { FaultError } from '../shared/fault.ts'
import type { BenchtopBridge, CallAnswer, CallName, CallRequest } from '../shared/ipc.ts'

declare global {
  interface Window {
    readonly benchtop: BenchtopBridge
  }
}

export async function call<N extends CallName>(
  name: N,
  request: CallRequest<N>,
): Promise<CallAnswer<N>> {
  const result = await window.benchtop.call(name, request)
  if (result.ok) return result.value
  throw new FaultError(result.fault)
}

/** Answers stay until a topic says otherwise: main publishes what changes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export function callKey<N extends CallName>(name: N, request: CallRequest<N>) {
  return [name, request] as const
}

export function callOptions<N extends CallName>(name: N, request: CallRequest<N>) {
  return queryOptions({
    queryKey: callKey(name, request),
    queryFn: () => call(name, request),
  })
}

export function useCall<N extends CallName>(
  name: N,
  request: CallRequest<N>,
  options: { readonly enabled?: boolean } = {},
) {
  return useQuery({ ...callOptions(name, request), enabled: options.enabled ?? true })
}
