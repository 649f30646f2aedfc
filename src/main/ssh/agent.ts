// The keys of a running ssh-agent: OpenSSH's by its socket, on Windows its pipe or Pageant. It signs; its private
// keys never come here, and it is never forwarded to a board.

import ssh2, { type ParsedKey } from 'ssh2'
import { type Fault, FaultError, fault } from '../../shared/fault.ts'
import { plainText } from '../board/printed.ts'
import type { Identity } from './identity.ts'
import { homePath } from './place.ts'

const windowsAgents = ['\\\\.\\pipe\\openssh-ssh-agent', 'pageant']
/** A server lets a client try about six; an agent with more than this is no agent of a person. */
const mostKeys = 64

/** Where an agent may answer, the first choice first. */
function agentPlaces(socket: string | undefined): readonly string[] {
  if (socket !== undefined) return [homePath(socket)]
  const named = process.env.SSH_AUTH_SOCK
  if (named !== undefined && named !== '') return [named]
  return process.platform === 'win32' ? windowsAgents : []
}

/** Rejects with `agent-not-running` where none answers. */
export async function agentIdentities(socket: string | undefined): Promise<readonly Identity[]> {
  const words: string[] = []
  for (const place of agentPlaces(socket)) {
    try {
      return await identitiesAt(place)
    } catch (thrown) {
      words.push(`${place}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    }
  }
  throw new FaultError(notRunning(words.join('\n') || 'SSH_AUTH_SOCK is not set.'))
}

function notRunning(detail: string): Fault {
  return process.platform === 'win32'
    ? fault('agent-not-running-windows', {}, detail)
    : fault('agent-not-running', {}, detail)
}

async function identitiesAt(place: string): Promise<readonly Identity[]> {
  const agent = ssh2.createAgent(place)
  const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
    agent.getIdentities((error, found) => {
      if (error) reject(error)
      else resolve((found ?? []).flatMap(asParsedKey))
    })
  })
  return keys.slice(0, mostKeys).map((publicKey) => ({
    name: plainText(publicKey.comment || 'no comment').slice(0, 200),
    publicKey,
    sign: (data, hash) =>
      new Promise((resolve, reject) => {
        agent.sign(publicKey, data, hash === undefined ? {} : { hash }, (error, signature) => {
          if (signature !== undefined && signature.length > 0) resolve(signature)
          else reject(error ?? new Error('the agent did not sign'))
        })
      }),
  }))
}

/** ssh2's own agents give parsed keys; its types allow more. */
function asParsedKey(key: object | string): ParsedKey[] {
  if (typeof key === 'object' && 'getPublicSSH' in key) return [key as ParsedKey]
  if (!Buffer.isBuffer(key) && typeof key !== 'string') return []
  const parsed = ssh2.utils.parseKey(key)
  return parsed instanceof Error ? [] : [parsed]
}
