// npm run test:prometheus: a real Prometheus reads what Benchtop exports. Run by hand, since it installs a package.

import { build } from './build/build.mjs'
import { main, say } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { preparePrometheus, prometheusLack } from './setup/prometheus.mjs'
import { prometheusSuite } from './test/suites.mjs'

await main(async () => {
  const lack = prometheusLack('npm run test:prometheus')
  if (lack !== null) {
    say(`nothing was tested: ${lack}`)
    return 0
  }
  await prepareTools()
  await preparePrometheus()
  await build()
  const { passed, failed, skipped } = await prometheusSuite()
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed > 0 ? 0 : 1
})
