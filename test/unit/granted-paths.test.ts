// The page can not have a file read or written that the user did not choose in a dialog or drop into the window.

import { expect, test } from 'vitest'
import type { Bench } from '../../src/main/bench.ts'
import { GrantedPaths } from '../../src/main/granted-paths.ts'
import { createHandlers, type Desktop } from '../../src/main/handlers.ts'
import { planOf, runId } from '../fixtures/runs.ts'

function bench() {
  const used: string[] = []
  const use = async (path: string) => void used.push(path)
  const bench = {
    plans: { read: use, save: (_plan: unknown, path: string) => use(path) },
    reports: { save: (_wanted: unknown, path: string) => use(path) },
    inputFiles: { add: ({ path }: { path: string }) => use(path) },
  } as unknown as Bench
  const desktop = {
    chooseMeter: async () => null,
    choosePlan: async () => '/chosen/plan.yaml',
    choosePlanTarget: async () => null,
    chooseReport: async () => '/chosen/report.html',
    chooseInput: async () => '/chosen/values.npy',
  } as unknown as Desktop
  const paths = new GrantedPaths()
  return { used, paths, calls: createHandlers(bench, desktop, paths) }
}

const report = {
  runs: [runId],
  format: 'html' as const,
  by: null,
  threads: 'same' as const,
  invalid: 'left-out' as const,
  language: 'en' as const,
}
const input = { sha256: 'a'.repeat(64), input: 'x', samples: false }
const refusal = expect.objectContaining({ fault: expect.objectContaining({ code: 'bad-request' }) })

test('a file that nobody chose is neither read nor written', async () => {
  const { calls, used } = bench()
  const path = '/chosen/plan.yaml'
  const asked: (() => unknown)[] = [
    () => calls['plans.read']({ path }),
    () => calls['plans.save']({ path, plan: planOf() }),
    () => calls['reports.save']({ ...report, path }),
    () => calls['models.addInput']({ ...input, path }),
  ]
  for (const ask of asked) await expect((async () => ask())()).rejects.toEqual(refusal)
  expect(used).toEqual([])
})

test('what a dialog gave may be used as the dialog said, and in no other way', async () => {
  const { calls, used } = bench()
  const { path = null } = await calls['dialog.openPlan']({})
  expect(path).toBe('/chosen/plan.yaml')
  await calls['plans.read']({ path: '/chosen/plan.yaml' })
  const overwrite = async () => calls['plans.save']({ path: '/chosen/plan.yaml', plan: planOf() })
  await expect(overwrite()).rejects.toEqual(refusal)
  await calls['dialog.savePlan']({ name: 'plan' })
  await expect(overwrite()).rejects.toEqual(refusal)
  await calls['dialog.saveReport']({ name: 'report', format: 'html' })
  await calls['reports.save']({ ...report, path: '/chosen/report.html' })
  await calls['dialog.openInput']({ folder: false })
  await calls['models.addInput']({ ...input, path: '/chosen/values.npy' })
  expect(used).toEqual(['/chosen/plan.yaml', '/chosen/report.html', '/chosen/values.npy'])
})

test('what was dropped into the window may be read', async () => {
  const { calls, paths, used } = bench()
  paths.grant('read', '/dropped/plan.yaml')
  await calls['plans.read']({ path: '/dropped/plan.yaml' })
  expect(used).toEqual(['/dropped/plan.yaml'])
})
