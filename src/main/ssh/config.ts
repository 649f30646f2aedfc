// The hosts of the user's ~/.ssh/config as addresses of ours. What a host's lines mean is asked of ssh itself where it is
// installed (`ssh -G`), else of a library; what can not be taken over says why.

import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import SSHConfig from 'ssh-config'
import {
  type Hop,
  type ImportableHost,
  type Login,
  maxJumps,
  sshAddressSchema,
} from '../../shared/login.ts'
import { plainText } from '../board/printed.ts'
import { hostNames, readConfig } from './config-text.ts'
import { homePath } from './place.ts'

export type ConfiguredHost = Omit<ImportableHost, 'board'>

/** Keyword in lower case → its values, in the order in which ssh would use them. */
type Settings = ReadonlyMap<string, readonly string[]>
type Resolve = (name: string) => Promise<Settings>

const mostHosts = 500
const atOnce = 4
const sshTimeoutMs = 10_000

export interface ConfigOptions {
  /** Instead of the user's and the machine's own. */
  readonly path?: string
  /** Null where there is no ssh. */
  readonly ssh?: string | null
}

export async function configuredHosts(options: ConfigOptions = {}): Promise<ConfiguredHost[]> {
  const path = options.path ?? join(homedir(), '.ssh', 'config')
  const text = await readConfig(path)
  const names = hostNames(text).slice(0, mostHosts)
  if (names.length === 0) return []
  const ssh = options.ssh === undefined ? 'ssh' : options.ssh
  // ssh looks in the home that the system has for the user, whatever HOME says; we tell it where we looked.
  const isUsual = options.path === undefined && homedir() === userInfo().homedir
  const resolve = (await bySsh(ssh, isUsual ? undefined : path)) ?? byLibrary(text)
  const hosts: ConfiguredHost[] = []
  for (let at = 0; at < names.length; at += atOnce)
    hosts.push(
      ...(await Promise.all(names.slice(at, at + atOnce).map((name) => one(name, resolve)))),
    )
  return hosts
}

async function one(name: string, resolve: Resolve): Promise<ConfiguredHost> {
  try {
    const chain = await hopsTo({ host: name }, resolve, [])
    const target = chain.at(-1)
    const address = sshAddressSchema.safeParse({ ...target, via: chain.slice(0, -1) })
    if (!address.success) throw new Error('its address is not one that can be used')
    return { name, address: address.data, why: null }
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : String(thrown)
    return { name, address: null, why: plainText(words).slice(0, 300) }
  }
}

interface Named {
  readonly host: string
  readonly user?: string
  readonly port?: number
}

/** The host and, before it, those that it is reached through. A loop, or a chain too long, is an error. */
async function hopsTo(named: Named, resolve: Resolve, seen: readonly string[]): Promise<Hop[]> {
  if (seen.includes(named.host)) throw new Error(`ProxyJump leads back to ${named.host}`)
  const settings = await resolve(named.host)
  const first = (keyword: string) => settings.get(keyword)?.[0]
  const command = first('proxycommand')
  if (command !== undefined && command !== 'none')
    throw new Error('ProxyCommand is not supported; ProxyJump is')
  const alias = first('hostkeyalias')
  const own: Hop = {
    host: first('hostname') ?? named.host,
    port: named.port ?? Number(first('port') ?? 22),
    user: named.user ?? first('user') ?? userInfo().username,
    login: await loginOf(settings),
    ...(alias === undefined ? {} : { hostKeyAlias: alias }),
  }
  const jump = first('proxyjump')
  if (jump === undefined || jump === 'none') return [own]
  const path: Hop[] = []
  // ssh reaches the first jump as its own lines say, and each further one through the one before.
  for (const [index, spec] of jump.split(',').entries()) {
    const chain = await hopsTo(jumpOf(spec), resolve, [...seen, named.host])
    path.push(...(index === 0 ? chain : chain.slice(-1)))
  }
  if (path.length > maxJumps) throw new Error(`it lies behind more than ${maxJumps} jump hosts`)
  return [...path, own]
}

/** `[user@]host[:port]`, or the same as `ssh://…`. */
function jumpOf(spec: string): Named {
  const [, user, bracketed, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?\/?$/.exec(spec.trim()) ?? []
  const host = bracketed ?? plain
  if (host === undefined) throw new Error(`ProxyJump ${spec} can not be read`)
  return {
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  }
}

/** The first key file that is there and is not one that ssh tries anyway; else an agent of its own; else as ssh does. */
async function loginOf(settings: Settings): Promise<Login> {
  for (const file of settings.get('identityfile') ?? []) {
    const path = homePath(file.replace(/^%d(?=[/\\])/, '~'))
    if (isDefaultKey(path) || /%/.test(path)) continue
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return { kind: 'key', path }
  }
  const agent = settings.get('identityagent')?.[0]
  return agent === undefined || /^(none|SSH_AUTH_SOCK|\$.*)$/.test(agent)
    ? { kind: 'auto' }
    : { kind: 'agent', socket: agent }
}

const isDefaultKey = (path: string) =>
  /^id_(rsa|dsa|ecdsa|ecdsa_sk|ed25519|ed25519_sk|xmss)$/.test(
    path.startsWith(join(homedir(), '.ssh/')) ? path.slice(join(homedir(), '.ssh/').length) : '',
  )

/** Null where there is no ssh that answers. */
async function bySsh(ssh: string | null, path: string | undefined): Promise<Resolve | null> {
  if (ssh === null) return null
  const run = promisify(execFile)
  const isThere = await run(ssh, ['-V'], { timeout: sshTimeoutMs }).then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  return async (name) => {
    if (name.startsWith('-')) throw new Error('its name begins with a dash')
    const options = { timeout: sshTimeoutMs, maxBuffer: 1024 * 1024 }
    const file = path === undefined ? [] : ['-F', path]
    const { stdout } = await run(ssh, [...file, '-G', '--', name], options)
    const settings = new Map<string, string[]>()
    for (const line of stdout.split(/\r?\n/)) {
      const space = line.indexOf(' ')
      if (space < 1) continue
      const keyword = line.slice(0, space).toLowerCase()
      settings.set(keyword, [...(settings.get(keyword) ?? []), line.slice(space + 1)])
    }
    return settings
  }
}

/** Commands in the configuration (`Match exec`) are not run for it. */
function byLibrary(text: string): Resolve {
  const config = SSHConfig.parse(text)
  return async (name) => {
    const computed = config.compute(name, { ignoreCase: true, matchExec: false })
    return new Map(
      Object.entries(computed).map(([keyword, value]) => [
        keyword.toLowerCase(),
        [value].flat().map(String),
      ]),
    )
  }
}
