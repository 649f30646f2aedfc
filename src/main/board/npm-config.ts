// Reads the user's own npm configuration, so that a package comes from where all of their packages come from.
// Only what a fetch needs is read: the registry, its credentials, proxies and certificates.

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Options as pacote takes them. */
export type NpmOptions = Readonly<Record<string, string | boolean | string[]>>

const optionOf: Readonly<Record<string, string>> = {
  registry: 'registry',
  proxy: 'proxy',
  'https-proxy': 'httpsProxy',
  noproxy: 'noProxy',
  ca: 'ca',
  'strict-ssl': 'strictSSL',
}

/** The machine's file, then the user's, then the environment: the later one counts. */
export async function readNpmOptions(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<NpmOptions> {
  const home = homedir()
  const fromEnvironment = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    const key = /^npm_config_(.+)$/i.exec(name)?.[1]
    if (key === undefined || value === undefined || value === '') continue
    fromEnvironment.set(key.startsWith('//') ? key : key.toLowerCase().replaceAll('_', '-'), value)
  }
  const prefix = dirname(dirname(process.execPath))
  const files = [
    fromEnvironment.get('globalconfig') ?? join(prefix, 'etc', 'npmrc'),
    fromEnvironment.get('userconfig') ?? join(home, '.npmrc'),
  ]
  const settings = new Map<string, string>()
  for (const path of files)
    for (const [key, value] of parseNpmrc(
      await readFile(path, 'utf8').catch(() => ''),
      environment,
    ))
      settings.set(key, value)
  for (const [key, value] of fromEnvironment) settings.set(key, value)
  return toOptions(settings)
}

export function parseNpmrc(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line)
    if (match === null) continue
    const [, key = '', raw = ''] = match
    const value = raw.replace(/^(["'])(.*)\1$/, '$2')
    settings.set(
      key,
      value.replace(/\$\{(\w+)\}/g, (whole, name: string) => environment[name] ?? whole),
    )
  }
  return settings
}

async function toOptions(settings: ReadonlyMap<string, string>): Promise<NpmOptions> {
  const options: Record<string, string | boolean | string[]> = {}
  for (const [key, value] of settings) {
    const option = key.startsWith('//') ? key : optionOf[key]
    if (option === undefined || value === 'null') continue
    options[option] = option === 'strictSSL' ? value !== 'false' : value.replaceAll('\\n', '\n')
  }
  const cafile = settings.get('cafile')
  if (cafile !== undefined && cafile !== 'null')
    options.ca = (await readFile(cafile, 'utf8').catch(() => ''))
      .split(/(?<=-----END CERTIFICATE-----)/)
      .map((certificate) => certificate.trim())
      .filter((certificate) => certificate !== '')
  return options
}
