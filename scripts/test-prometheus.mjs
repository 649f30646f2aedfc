// npm run test:prometheus: a real Prometheus reads what Benchtop exports. Run by hand, since it downloads a package.

import { build } from './build/build.mjs'
import { main, say } from './say.mjs'
import { prepareTools } from './setup/prepare.mjs'
import { preparePrometheus, prometheusLack } from './setup/prometheus.mjs'
import { prometheusSuite } from './test/suites.mjs'

await main(async () => {
  const lack = prometheusLack()
  if (lack !== null) {
    say(`nothing was tested: ${lack}`)
    return 0
  }
  await prepareTools()
  process.env.PROMETHEUS_PROGRAMS = await preparePrometheus()
  await build()
  const { passed, failed, skipped } = await prometheusSuite()
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && passed > 0 ? 0 : 1
})
