// Holds the borders between the four programs: every import of every source file is on the allow-list.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf } from './architecture/imports.ts'
import { targetOf, violationOf } from './architecture/rules.ts'

const source = resolve(import.meta.dirname, '../../src')

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => path.split(sep).join('/'))
  .sort()

const importsByFile = new Map(
  files.map((file) => [file, importsOf(file, readFileSync(join(source, file), 'utf8'))]),
)

/** Every file that a program loads, beginning with one. */
function loadedFrom(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>()
  const visit = (file: string) => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const { specifier, typeOnly } of importsByFile.get(file) ?? []) {
      const target = targetOf(file, specifier)
      if (target !== null && !typeOnly) visit(target)
    }
  }
  visit(entry)
  return loaded
}

const violationsIn = (file: string, text: string) =>
  importsOf(file, text)
    .map((found) => violationOf(file, found))
    .filter((violation) => violation !== null)

describe('the borders', () => {
  it('are crossed by no import', () => {
    const violations = [...importsByFile].flatMap(([file, imports]) =>
      imports.map((found) => violationOf(file, found)).filter((violation) => violation !== null),
    )
    expect(violations).toEqual([])
  })

  it('keep Electron out of the command', () => {
    const electronFiles = [...loadedFrom('main/cli.ts')].filter((file) =>
      importsByFile.get(file)?.some(({ specifier }) => specifier === 'electron'),
    )
    expect(loadedFrom('main/cli.ts').size).toBeGreaterThan(10)
    expect(electronFiles).toEqual([])
  })

  it('lead only to files that exist', () => {
    const missing = [...importsByFile].flatMap(([file, imports]) =>
      imports
        .map(({ specifier }) => targetOf(file, specifier))
        .filter((target) => target !== null && /\.tsx?$/.test(target) && !importsByFile.has(target))
        .map((target) => `${file} → ${target}`),
    )
    expect(missing).toEqual([])
  })
})

describe('the test of the borders', () => {
  it.each([
    ['shared/plan.ts', "import { readFileSync } from 'node:fs'", 'node:fs'],
    ['shared/plan.ts', "import { Store } from '../main/store/db.ts'", '../main/store/db.ts'],
    ['agent/run/worker.ts', "import { Client } from 'ssh2'", 'ssh2'],
    ['agent/run/worker.ts', "import type { Plan } from '../../main/run/plan.ts'", 'main/run'],
    ['agent/verbs/hello.ts', "const ort = await import('onnxruntime-node')", 'onnxruntime-node'],
    ['agent/verbs/hello.ts', "const ort = require('onnxruntime-node')", 'onnxruntime-node'],
    ['main/run/runs.ts', "import { app } from 'electron'", 'electron'],
    ['main/run/runs.ts', "export * from '../../renderer/api.ts'", 'renderer/api.ts'],
    ['main/handlers.ts', "import { DatabaseSync } from 'node:sqlite'", 'node:sqlite'],
    ['main/handlers.ts', "import { join } from 'path'", 'node:path'],
    ['main/handlers.ts', "import { x } from './run/runs'", 'extension'],
    ['main/handlers.ts', "import lodash from 'lodash'", 'lodash'],
    ['renderer/App.tsx', "type Db = import('../main/store/db.ts').Db", 'main/store/db.ts'],
    ['renderer/App.tsx', "import fs from 'node:fs'; export const a = <b />", 'node:fs'],
    ['elsewhere/new.ts', "import { x } from '../shared/plan.ts'", 'no rule yet'],
  ])('catches in %s: %s', (file, text, named) => {
    const violations = violationsIn(file, text)
    expect(violations).toHaveLength(1)
    expect(violations[0]).toContain(`src/${file} imports`)
    expect(violations[0]).toContain(named)
  })

  it('lets pass what is allowed, and what only looks like an import', () => {
    expect(
      violationsIn('main/ssh/connection.ts', "import { Client } from 'ssh2'; import 'node:net'"),
    ).toEqual([])
    expect(
      violationsIn('shared/plan.ts', "// import 'electron'\nexport const text = \"import 'ssh2'\""),
    ).toEqual([])
  })
})
