// `benchtop compare`, `report` and `export` on runs that were really measured on this computer.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { widthOf } from '../../src/main/command/table.ts'
import type { Comparison } from '../../src/shared/compare.ts'
import type { Side } from '../../src/shared/compared-side.ts'
import { type ReportDocument, reportSchema } from '../../src/shared/report.ts'
import { commandOn } from '../fixtures/command.ts'
import { perceptron, writeModel } from '../fixtures/onnx.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-report-command-'))
const model = join(folder, 'tiny.onnx')
const benchtop = commandOn(join(folder, 'data'))
let first = ''
let second = ''

beforeAll(async () => {
  writeModel(model, perceptron())
  const measure = async (batches: string) => {
    const { stdout } = await benchtop('run', '-m', model, '-b', batches, '-t', '1', '--json')
    return (JSON.parse(stdout) as { record: { id: string } }).record.id
  }
  first = await measure('1')
  second = await measure('1,2')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('compare names what is common, and against what', async () => {
  const { code, stdout } = await benchtop('compare', 'last~1', 'last', '--json')
  expect(code).toBe(0)
  const found = JSON.parse(stdout) as Comparison & { findings: readonly { side: number }[] }
  expect(found.baseline).toBe(first)
  expect(found.sides.map(({ id }) => id)).toEqual([first, second])
  expect(found.rows.map(({ batch }) => batch)).toEqual([1])
  expect(found.unmatched).toEqual([0, 1])
  expect(found.findings.map(({ side }) => side)).toEqual([1])
})

test('compare fits a terminal, says sentences and warns of what is not known', async () => {
  const { code, stdout } = await benchtop(
    'compare',
    first,
    second,
    '--baseline',
    'last',
    '--count-invalid',
  )
  expect(code).toBe(0)
  expect(Math.max(...stdout.split('\n').map(widthOf))).toBeLessThanOrEqual(80)
  expect(stdout).toMatch(/at\s+batch\s+1,\s+1\s+thread/)
  expect(stdout).toMatch(/that\s+no\s+other\s+run\s+has:\s+1/)
  expect(stdout).toMatch(/what\s+varies\s+within\s+one\s+process/)
})

test('compare takes one run apart by an axis, with a value as the baseline', async () => {
  const { code, stdout } = await benchtop(
    ...['compare', 'last', '--by', 'batch', '--baseline', '2', '--count-invalid', '--json'],
  )
  expect(code).toBe(0)
  const found = JSON.parse(stdout) as Omit<Comparison, 'sides'> & {
    sides: readonly (Side & { name: string })[]
    findings: readonly { side: number; metric: string }[]
  }
  expect(found.by).toBe('batch')
  expect(found.sides.map(({ name }) => name)).toEqual(['batch 1', 'batch 2'])
  expect(found.baseline).toBe(found.sides[1]?.id)
  expect(found.rows.map(({ batch, cells }) => [batch, cells.length])).toEqual([[null, 2]])
  expect(found.findings).toMatchObject([{ side: 0, metric: 'throughput' }])
  expect(stdout).not.toContain('repetitionsPlanned')
  const text = await benchtop('compare', 'last', '--by', 'batch', '--count-invalid')
  expect(Math.max(...text.stdout.split('\n').map(widthOf))).toBeLessThanOrEqual(80)
  expect(text.stdout).toMatch(/batch\s+2\s+(has|and|shows)|Whether\s+batch\s+2/)
})

test('report and export compare as compare does', async () => {
  const { stdout } = await benchtop('export', 'last', '--by', 'batch', '--baseline', 'batch 2')
  const document: ReportDocument = reportSchema.parse(JSON.parse(stdout))
  expect(document.comparison).toMatchObject({ by: 'batch', invalid: 'left-out' })
  expect(document.comparison?.baseline).toContain(':2')
  const counted = await benchtop('export', first, second, '--count-invalid')
  expect(reportSchema.parse(JSON.parse(counted.stdout)).comparison?.invalid).toBe('counted')
})

test.each([
  [['compare', 'last'], 2, /two different runs/],
  [['compare', 'last', '--by', 'engine'], 2, /one engine/],
  [['compare', 'last', '--by', 'batch', '--baseline', '7'], 3, /7 is none of: batch 1/],
  [['compare', 'last', '--by', 'color'], 2, /Allowed choices/],
  [['compare', 'last', 'this-computer'], 2, /two different runs/],
  [['compare', 'last', 'last~9'], 3, /no run last~9/],
  [['compare', 'last', 'nobody'], 3, /no run nobody/],
  [['report', 'last'], 2, /--html/],
  [['export', 'last', '--csv', '--samples'], 2, /cannot be used/],
  [['export', 'last', '--baseline', 'last~1'], 3, /not among the runs/],
])('%j ends with %i', async (args, expected, words) => {
  const { code, stdout, stderr } = await benchtop(...args)
  expect(code).toBe(expected)
  expect(stderr).toMatch(words)
  expect(stdout).toBe('')
})

test('export writes the document, with every latency where it is asked for', async () => {
  const { stdout } = await benchtop('export', 'last', 'last~1', '--samples')
  const document: ReportDocument = reportSchema.parse(JSON.parse(stdout))
  expect(document.runs.map(({ id }) => id)).toEqual([second, first])
  const repetitions = document.runs.flatMap(({ points }) =>
    points.flatMap((one) => one.repetitions),
  )
  expect(repetitions).toHaveLength(3)
  for (const { outcome } of repetitions) {
    if (outcome.kind !== 'measured') throw new Error(outcome.kind)
    expect(outcome.samplesNs).toHaveLength(outcome.measurement.latency.count)
  }
  expect(stdout).not.toContain(folder)
})

test('export --csv has a line for each point of each run', async () => {
  const path = join(folder, 'points.csv')
  const { code, stdout } = await benchtop('export', first, second, '--csv', '-o', path)
  expect(code).toBe(0)
  expect(stdout).toContain(path)
  expect(readFileSync(path, 'utf8').trimEnd().split('\r\n')).toHaveLength(4)
})

test('report writes one page that holds its document', async () => {
  const path = join(folder, 'report.html')
  const { code, stdout } = await benchtop('report', 'this-computer', '--html', path, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ path })
  const page = readFileSync(path, 'utf8')
  expect(page.length).toBeLessThan(1.5e6)
  const held = /id="report">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ''
  expect(reportSchema.parse(JSON.parse(held)).runs.map(({ id }) => id)).toEqual([second])
  expect(page).not.toContain(folder)
})

test('report says where it could not write, and leaves nothing', async () => {
  const path = join(folder, 'nowhere', 'report.html')
  const { code, stderr } = await benchtop('report', 'last', '--html', path)
  expect(code).toBe(3)
  expect(stderr).toContain(path)
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
})
