// What an agent process knows of itself: the file it runs from, where its home and its native packages are.

import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Home, homeAt } from './home.ts'

export interface Program {
  readonly agentPath: string
  readonly home: Home
  /** A folder whose node_modules hold the native packages. */
  readonly modulesDir: string
  readonly words: readonly string[]
}

/** Reads `agent.cjs [--home DIR] [--modules DIR] WORD…`; throws on an option that is not known. */
export function readProgram(argv: readonly string[]): Program {
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    options: { home: { type: 'string' }, modules: { type: 'string' } },
    allowPositionals: true,
  })
  const agentPath = realpathSync(argv[1] ?? '')
  return {
    agentPath,
    home: homeAt(resolve(values.home ?? join(homedir(), '.benchtop'))),
    modulesDir: resolve(values.modules ?? dirname(agentPath)),
    words: positionals,
  }
}

/** Arguments that make another process of this agent with the same home and packages. */
export function agentArguments(program: Program, words: readonly string[]): string[] {
  return [
    ...process.execArgv,
    program.agentPath,
    '--home',
    program.home.dir,
    '--modules',
    program.modulesDir,
    ...words,
  ]
}

/** The agent's version is the hash of its file. */
export function agentVersion(program: Program): string {
  return createHash('sha256').update(readFileSync(program.agentPath)).digest('hex')
}
