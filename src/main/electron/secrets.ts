// Seals secrets with what the operating system keeps for this user: the keychain, DPAPI, a secret service. Where it
// keeps nothing that deserves the name, there is no cipher, and secrets end with the program.

import { safeStorage } from 'electron'
import type { Cipher } from '../store/secrets.ts'

/** Null also on an unofficial Electron, which is trusted with no secret. Call it once the app is ready. */
export function systemCipher(unofficialElectron: boolean): Cipher | null {
  if (unofficialElectron || !safeStorage.isEncryptionAvailable()) return null
  if (process.platform === 'linux' && isPlainText(safeStorage.getSelectedStorageBackend()))
    return null
  return {
    seal: (secret) => safeStorage.encryptString(secret),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  }
}

/** `basic_text` hides a secret behind a key that every reader of Chromium's source knows. */
const isPlainText = (backend: string) => backend === 'basic_text' || backend === 'unknown'
