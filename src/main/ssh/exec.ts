// One command over one SSH channel. An end counts only when its exit status was seen: a socket that is
// dropped closes the channel without an error and without a status, and that is a lost link.

import type { Client, ClientChannel } from 'ssh2'
import { FaultError, fault } from '../../shared/fault.ts'
import { commandLine } from '../../shared/quote.ts'
import {
  cancelledError,
  type ExecOptions,
  type Exit,
  orCancelled,
  supervise,
} from '../board/transport.ts'

type SeenExit = { readonly code: number | null; readonly signal: string | null }

export async function execOver(
  client: Client,
  host: string,
  argv: readonly string[],
  options: ExecOptions,
): Promise<Exit> {
  if (options.signal?.aborted) throw cancelledError()
  const opening = openChannel(client, host, commandLine(argv))
  opening.then(({ channel }) => {
    if (options.signal?.aborted) killChannel(channel)
  }, ignore)
  const { channel, ended } = await orCancelled(opening, options.signal)
  return supervise(
    {
      stdin: channel,
      stdout: channel,
      stderr: channel.stderr,
      ended,
      kill: () => killChannel(channel),
    },
    options,
  )
}

interface OpenChannel {
  readonly channel: ClientChannel
  readonly ended: Promise<SeenExit>
}

function openChannel(client: Client, host: string, command: string): Promise<OpenChannel> {
  return new Promise((resolve, reject) => {
    try {
      client.exec(command, (error, channel) => {
        if (error) reject(linkLost(host, error.message))
        else resolve({ channel, ended: endOf(channel, host) })
      })
    } catch (error) {
      reject(linkLost(host, error instanceof Error ? error.message : String(error)))
    }
  })
}

/** Listens at once: a short command may begin and end in one packet, and who listens after it hears nothing. */
function endOf(channel: ClientChannel, host: string): Promise<SeenExit> {
  let exit: SeenExit | null = null
  const ended = new Promise<SeenExit>((resolve, reject) => {
    channel.on('exit', (code: number | null, signal?: string) => {
      exit = { code, signal: signal ?? null }
    })
    channel.on('close', () => {
      if (exit === null) reject(linkLost(host))
      else resolve(exit)
    })
  })
  ended.catch(ignore)
  return ended
}

function killChannel(channel: ClientChannel): void {
  channel.on('error', ignore)
  try {
    channel.signal('TERM')
    channel.close()
  } catch {
    // The channel or the connection was closed already.
  }
}

const linkLost = (host: string, detail?: string) =>
  new FaultError(fault('link-lost', { host }, detail))

function ignore(): void {}
