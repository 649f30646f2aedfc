// Where the parts of this installation are: the built agent, the resources, the packages; and where data go.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { fail } from '../shared/fault.ts'

export interface Installation {
  /** The folder of package.json and node_modules. */
  readonly rootDir: string
  readonly version: string
  readonly agentPath: string
  /** The program that decodes pictures. */
  readonly decoderPath: string
  resourcePath(name: string): string
  /** A JSON file of ours. */
  readResource(name: string): unknown
}

/** `rootDir` holds package.json, out/, resources/ and node_modules/. */
export function findInstallation(rootDir: string): Installation {
  const agentPath = join(rootDir, 'out', 'agent', 'agent.cjs')
  if (!existsSync(agentPath)) fail('agent-not-built', {})
  const resourcePath = (name: string) => join(rootDir, 'resources', name)
  const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
  const { version } = readJson(join(rootDir, 'package.json')) as { version: string }
  return {
    rootDir,
    version,
    agentPath,
    decoderPath: join(rootDir, 'out', 'main', 'decode-picture.js'),
    resourcePath,
    readResource: (name) => readJson(resourcePath(name)),
  }
}

/** `BENCHTOP_DATA` moves everything that Benchtop keeps, for a portable installation or a second set of results. */
export function findDataDir(): string {
  return process.env.BENCHTOP_DATA ?? envPaths('benchtop', { suffix: '' }).data
}

/** Where what can be fetched or made again is kept; losing it costs only time. */
export function findCacheDir(): string {
  return envPaths('benchtop', { suffix: '' }).cache
}
