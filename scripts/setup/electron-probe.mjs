// Ends with 0 when Electron's downloads can be reached, through the same code, mirror and proxy settings as the
// download itself. Run under Node 24.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from '../project.mjs'

const { downloadArtifact } = await import(
  pathToFileURL(at('node_modules/@electron/get/dist/index.js')).href
)
const { version } = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8'))
const cacheRoot = mkdtempSync(join(tmpdir(), 'benchtop-probe-'))
try {
  await downloadArtifact({ version, artifactName: 'SHASUMS256.txt', isGeneric: true, cacheRoot })
} finally {
  rmSync(cacheRoot, { recursive: true, force: true })
}
