// Where the window is: path and search both stand behind the `#`, so that one address restores a view.
// The hooks are handed to wouter's Router; nothing else reads or writes the address.

import { useSyncExternalStore } from 'react'

export interface Address {
  readonly path: string
  readonly search: string
}

/** Splits `#/sweep?board=pi5` into its path and its search. */
export function parseHash(hash: string): Address {
  const [path = '', ...rest] = hash.replace(/^#?\/?/, '').split('?')
  return { path: `/${path}`, search: rest.join('?') }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const hash = `#${to}`
  if (options.replace !== true) {
    window.location.hash = hash
    return
  }
  window.history.replaceState(null, '', hash)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

const currentPath = () => parseHash(window.location.hash).path
const currentSearch = () => parseHash(window.location.hash).search

function usePath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, currentPath), navigate]
}

/** wouter's location hook. */
export const useAddressPath = Object.assign(usePath, { hrefs: (href: string) => `#${href}` })

/** wouter's search hook. */
export const useAddressSearch = () => useSyncExternalStore(subscribe, currentSearch)
