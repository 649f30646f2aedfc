// Keys in PKCS#8 (`BEGIN PRIVATE KEY`, what openssl writes), which ssh2 does not read: node:crypto opens them and
// they are handed on in a form that ssh2 knows. RSA, EC and Ed25519.

import { createPrivateKey, type KeyObject } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'

/** Null where the file is of another format. */
export function pkcs8Kind(bytes: Buffer): 'plain' | 'encrypted' | null {
  const text = bytes.toString('latin1')
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(text)) return 'encrypted'
  return /^-----BEGIN PRIVATE KEY-----/m.test(text) ? 'plain' : null
}

export function openPkcs8(bytes: Buffer, passphrase: string | undefined): ParsedKey | Error {
  if (pkcs8Kind(bytes) === 'encrypted' && passphrase === undefined)
    return new Error('Encrypted PKCS#8 key, but no passphrase given')
  try {
    const key = createPrivateKey({ key: bytes, format: 'pem', passphrase: passphrase ?? '' })
    const pem = knownToSsh2(key)
    return pem === null
      ? new Error(`Unsupported key type: ${key.asymmetricKeyType}`)
      : ssh2.utils.parseKey(pem)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function knownToSsh2(key: KeyObject): string | null {
  if (key.asymmetricKeyType === 'rsa') return String(key.export({ type: 'pkcs1', format: 'pem' }))
  if (key.asymmetricKeyType === 'ec') return String(key.export({ type: 'sec1', format: 'pem' }))
  return key.asymmetricKeyType === 'ed25519' ? openSshEd25519(key) : null
}

/** OpenSSH's format, unencrypted: [openssh] PROTOCOL.key. */
function openSshEd25519(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' })
  const publicPart = Buffer.from(x, 'base64url')
  const algorithm = field('ssh-ed25519')
  const publicKey = Buffer.concat([algorithm, field(publicPart)])
  const check = Buffer.alloc(8, 1)
  const secret = field(Buffer.concat([Buffer.from(d, 'base64url'), publicPart]))
  const secrets = Buffer.concat([check, publicKey, secret, field('')])
  const padding = Buffer.from(
    Array.from({ length: (8 - (secrets.length % 8)) % 8 }, (_, index) => index + 1),
  )
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    Buffer.from([0, 0, 0, 1]),
    field(publicKey),
    field(Buffer.concat([secrets, padding])),
  ])
  const lines = blob.toString('base64').replace(/.{1,70}/g, '$&\n')
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}-----END OPENSSH PRIVATE KEY-----\n`
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
