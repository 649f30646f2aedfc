// Who may import what: folder → folders, and package → places. The list allows; whatever it does not name is
// forbidden. A new edge is a decision: it is made here, in sight of a reviewer.

import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import type { Import } from './imports.ts'

/** The longest matching place decides. A place is a folder or a file below `src`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  agent: ['agent', 'shared'],
  renderer: ['renderer', 'shared'],
  main: ['main', 'shared'],
  'main/preload.ts': ['shared'],
  'main/store': ['main/store', 'main/board/session.ts', 'main/login/ask.ts', 'shared'],
  'main/reference': ['main/reference', 'shared'],
  'main/report': [
    'main/report',
    'main/run/histogram.ts',
    'main/plan',
    'main/write-whole.ts',
    'shared',
  ],
  'main/login': ['main/login', 'main/publish.ts', 'shared'],
  'main/ssh': ['main/ssh', 'main/board', 'main/login', 'shared'],
  'main/board': [
    'main/board',
    'main/ssh',
    'main/login',
    'main/store',
    'main/publish.ts',
    'main/write-whole.ts',
    'shared',
  ],
  'main/model': ['main/model', 'main/board', 'main/store', 'main/publish.ts', 'shared'],
  'main/plan': [
    'main/plan',
    'main/model',
    'main/board',
    'main/store',
    'main/write-whole.ts',
    'shared',
  ],
  'main/run': [
    'main/run',
    'main/model',
    'main/board',
    'main/store',
    'main/meter',
    'main/publish.ts',
    'shared',
  ],
  'main/telemetry': ['main/telemetry', 'main/board', 'main/store', 'main/publish.ts', 'shared'],
  'main/exporter': ['main/exporter', 'main/telemetry', 'main/store', 'shared'],
  'main/electron': [
    'main/electron',
    'main/store/secrets.ts',
    'main/publish.ts',
    'main/handlers.ts',
    'shared',
  ],
}

/** Package → the only places that may import it. `node:` stands for every module of Node itself. */
const packagePlaces: Readonly<Record<string, readonly string[]>> = {
  'node:': ['agent', 'main', 'renderer/report/vite.config.ts'],
  'node:sqlite': ['main/store'],
  zod: ['shared', 'agent', 'main'],
  electron: ['main/index.ts', 'main/preload.ts', 'main/electron'],
  ssh2: ['main/ssh'],
  'ssh-config': ['main/ssh'],
  '@inquirer/input': ['main/command'],
  '@inquirer/password': ['main/command'],
  pacote: ['main/runtime', 'main/board'],
  tar: ['main/runtime', 'main/board'],
  yaml: ['main/plan'],
  'env-paths': ['main/installation.ts'],
  commander: ['main/cli.ts', 'main/command'],
  'csv-parse': ['main/meter'],
  'csv-stringify': ['main/report'],
  'prom-client': ['main/exporter'],
  'cli-table3': ['main/command'],
  'onnxruntime-node': ['agent/engine'],
  koffi: ['agent/engine'],
  'onnx-proto': ['agent/model'],
  jsep: ['shared'],
  fflate: ['main/model'],
  sharp: ['main/decode-picture.ts'],
  systeminformation: ['agent/facts'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  'react-i18next': ['renderer'],
  'react-chartjs-2': ['renderer/charts', 'renderer/views', 'renderer/report'],
  'chart.js': ['renderer/charts', 'renderer/views'],
  'chartjs-plugin-annotation': ['renderer/charts'],
  'chartjs-chart-matrix': ['renderer/charts'],
  i18next: ['renderer'],
  zustand: ['renderer'],
  wouter: ['renderer'],
  '@mantine/core': ['renderer'],
  '@mantine/hooks': ['renderer'],
  '@mantine/notifications': ['renderer'],
  '@tabler/icons-react': ['renderer'],
  '@tanstack/react-query': ['renderer'],
  '@fontsource-variable/inter': ['renderer'],
  '@fontsource/jetbrains-mono': ['renderer'],
  vite: ['agent/vite.config.ts', 'renderer/report/vite.config.ts'],
  '@vitejs/plugin-react': ['renderer/report/vite.config.ts'],
  'vite-plugin-singlefile': ['renderer/report/vite.config.ts'],
}

/** The one file outside `src` that is imported: the agent carries it to the board. */
const boardProgram = '../resources/board/benchtop-tune'

const isWithin = (path: string, place: string) => path === place || path.startsWith(`${place}/`)

function longestPlace(path: string, places: readonly string[]): string | undefined {
  return places
    .filter((place) => isWithin(path, place))
    .sort((one, other) => other.length - one.length)[0]
}

/** `@scope/name/deep` → `@scope/name`. */
function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function packageViolation(file: string, specifier: string): string | null {
  const builtin = isBuiltin(specifier)
  if (builtin && !specifier.startsWith('node:'))
    return `src/${file} imports '${specifier}': write Node's own modules as 'node:${specifier}'.`
  const name = builtin && packagePlaces[specifier] === undefined ? 'node:' : packageOf(specifier)
  const places = packagePlaces[name]
  if (places === undefined)
    return `src/${file} imports '${specifier}': no place is allowed to import this package yet.`
  if (places.some((place) => isWithin(file, place))) return null
  return `src/${file} imports '${specifier}': only ${places.map((place) => `src/${place}`).join(', ')} may.`
}

/** The file that a relative import names, below `src`; null for a package. */
export function targetOf(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  return posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, '')))
}

/** What is wrong with an import, in a sentence that names file, import and rule; null when it is allowed. */
export function violationOf(file: string, { specifier }: Import): string | null {
  const target = targetOf(file, specifier)
  if (target === null) return packageViolation(file, specifier)
  if (target === boardProgram)
    return isWithin(file, 'agent/tune')
      ? null
      : `src/${file} imports '${specifier}': only src/agent/tune may.`
  if (!/\.(ts|tsx|css|svg)$/.test(target))
    return `src/${file} imports '${specifier}': a relative import names its file with the extension.`
  const from = longestPlace(file, Object.keys(mayImport))
  const allowed = from === undefined ? [] : (mayImport[from] ?? [])
  if (allowed.some((place) => isWithin(target, place))) return null
  return `src/${file} imports '${specifier}': ${from === undefined ? 'a new folder has no rule yet' : `src/${from} may import only ${allowed.map((place) => `src/${place}`).join(', ')}`}.`
}
