// Fetches the models of `npm run test:models` into the cache, and says where they are.

import { main, say } from './say.mjs'
import { prepareRealModels, realModelsFolder } from './setup/real-models.mjs'

await main(async () => {
  await prepareRealModels()
  say(`the models are in ${realModelsFolder}`)
  return 0
})
