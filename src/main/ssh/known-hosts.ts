// Reads OpenSSH's known_hosts: plain, wildcard, negated, hashed and bracketed names, and @revoked. Never writes it.
// @cert-authority lines are passed over: host certificates are not supported, so such a key counts as unknown.

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface KnownHostLine {
  readonly marker: 'none' | 'revoked'
  /** The first field: patterns, or one hashed name. */
  readonly names: string
  readonly algorithm: string
  /** The public key as the server shows it. */
  readonly key: Buffer
}

/** The lines that say something about a host. What can not be read is passed over, as OpenSSH does. */
export function parseKnownHosts(text: string): KnownHostLine[] {
  return text.split('\n').flatMap((raw) => {
    const fields = raw.trim().split(/[ \t]+/)
    const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined
    const [names, algorithm, base64] = fields
    if (names === undefined || names === '' || names.startsWith('#')) return []
    if (algorithm === undefined || base64 === undefined) return []
    if (marker !== undefined && marker !== '@revoked') return []
    const key = Buffer.from(base64, 'base64')
    if (key.toString('base64') !== base64 || keyAlgorithm(key) !== algorithm || !isWhole(key))
      return []
    return [{ marker: marker === undefined ? 'none' : 'revoked', names, algorithm, key }]
  })
}

/** The algorithm that a public key names in its own first field; empty where it is no public key. */
export function keyAlgorithm(key: Buffer): string {
  if (key.length < 4) return ''
  const length = key.readUInt32BE(0)
  return length > 100 || key.length < 4 + length ? '' : key.toString('latin1', 4, 4 + length)
}

/** A public key is a row of fields, each with its length before it; one that was cut off ends within a field. */
function isWhole(key: Buffer): boolean {
  let at = 0
  while (at + 4 <= key.length) at += 4 + key.readUInt32BE(at)
  return at === key.length
}

/** How known_hosts calls an address: the bare name on port 22, else `[name]:port`. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Whether a line's names cover a name made by `knownHostName`. */
export function namesMatch(names: string, name: string): boolean {
  if (names.startsWith('|')) return hashedNameMatches(names, name)
  let matched = false
  for (const pattern of names.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (patternMatches(pattern.slice(1), name)) return false
    } else if (patternMatches(pattern, name)) matched = true
  }
  return matched
}

function hashedNameMatches(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|')
  if (version !== '1' || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** `*` is any run of characters, `?` is one; linear in both lengths, so that no file can stall us. */
function patternMatches(pattern: string, name: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let afterStar = 0
  while (at < name.length) {
    const sign = pattern[inPattern]
    if (sign === '*') {
      star = inPattern++
      afterStar = at
    } else if (sign !== undefined && (sign === '?' || sign === name[at])) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++afterStar
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}
