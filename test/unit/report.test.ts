// Reports: what is in their document, what never is, and what their formats make of hostile words.

import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { reportCsv } from '../../src/main/report/csv.ts'
import { type ReportChoices, reportDocument } from '../../src/main/report/document.ts'
import { reportHtml } from '../../src/main/report/html.ts'
import { writeWhole } from '../../src/main/write-whole.ts'
import { referredResult } from '../../src/shared/compared-result.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { withoutSamples } from '../../src/shared/event.ts'
import { fault } from '../../src/shared/fault.ts'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { planSchema } from '../../src/shared/plan.ts'
import type { Reference } from '../../src/shared/reference.ts'
import { reportSchema } from '../../src/shared/report.ts'
import { applyEvent, emptyRun, measuredPoints } from '../../src/shared/run.ts'
import { sessionAxesSchema } from '../../src/shared/session-settings.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { journalOf, modelRecord, planOf } from '../fixtures/runs.ts'
import { failedRestore, governorPath, tunedRun } from '../fixtures/tuned-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'benchtop-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secrets = {
  hostname: 'planted-host.internal',
  bootId: 'planted-boot-id',
  path: '/home/planted-user/key',
  address: '198.51.100.77',
  fingerprint: 'SHA256:plantedfingerprint',
  program: 'planted-program',
  folder: '/opt/planted-folder',
}

const reference: Reference = {
  id: 'mlperf/one',
  metric: 'latencyP90',
  value: 2e6,
  architecture: 'resnet50-v1.5',
  system: 'Desk',
  accelerator: 'NVIDIA T4',
  accelerators: 1,
  runtime: 'TensorRT 8',
  precision: 'int8',
  batch: null,
  scenario: 'single-stream',
  sizes: {},
  round: 'v3.0',
  submitter: 'Somebody',
  sourceUrl: 'https://example.org/results',
}

const settings = sessionAxesSchema.parse({
  library: [`${secrets.folder}/a/libort.so`, `${secrets.folder}/b/libort.so`],
})

/** A run with everything planted that a report must not tell. */
function planted(): RunSnapshot {
  const { record, view } = endedRun(
    'pi5',
    ({ batch }) => (batch === 1 ? { medianNs: 1e6 } : null),
    { settings },
  )
  if (view.facts === null) throw new Error('no facts')
  const unreachable = fault(
    'host-unreachable',
    { host: secrets.address, port: 22 },
    `${secrets.path} ${secrets.hostname}`,
  )
  const missing = fault('model-missing', { path: secrets.path }, secrets.hostname)
  return {
    record: { ...record, boardId: secrets.hostname, fault: unreachable },
    view: {
      ...view,
      facts: { ...view.facts, hostname: secrets.hostname, bootId: secrets.bootId },
      preflight: [{ kind: 'load', share: 0.2, programs: [{ name: secrets.program, share: 0.2 }] }],
      points: view.points.map(({ point, state, repetitions }) => ({
        point,
        repetitions,
        state:
          state.kind === 'ended' && state.outcome.kind === 'cancelled'
            ? { ...state, outcome: { kind: 'failed', fault: missing } }
            : state,
      })),
    },
  }
}

/** Three processes a point, of which the second does not count. */
function repeated(): RunSnapshot {
  const plan = planOf({ batches: [1, 2], repetitions: 3 })
  const { record } = endedRun('pi5', () => null, plan)
  const view = journalOf(plan)
    .map((event) =>
      event.type === 'point-ended' && event.repetition === 1
        ? { ...event, invalid: [{ kind: 'foreign-load' as const, share: 0.2 }] }
        : event,
    )
    .map(withoutSamples)
    .reduce(applyEvent, emptyRun(plan))
  return { record, view }
}

const sources = (runs: readonly RunSnapshot[]) => ({
  runs,
  samples: () => Float64Array.of(9e5, 1e6, 1.1e6),
  model: () => ({ ...modelRecord(), architecture: 'resnet50-v1.5', path: secrets.path }),
  references: [reference],
  benchtop: '1.2.3',
  nowMs: 1.8e12,
})
const choices = { by: null, threads: 'same', invalid: 'left-out', samples: false } as const

describe('a report', () => {
  it('is what its schema says, and the same after a journey as JSON', () => {
    const other = endedRun('rk3588', () => ({ medianNs: 5e5 }), { settings })
    const document = reportDocument(sources([planted(), other]), choices)
    expect(JSON.stringify(document)).not.toContain(secrets.folder)
    expect(reportSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
    expect(document.comparison?.rows[0]?.cells[1]?.latencyRatio?.value).toBe(2)
    expect(document.runs.map(({ board }) => board)).toEqual(['pi5', 'rk3588'])
  })

  it('tells nothing of whose it is, in any format', () => {
    const document = reportDocument(sources([planted()]), { ...choices, samples: true })
    for (const text of [JSON.stringify(document), reportCsv(document), reportCsv(document, true)])
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    expect(document.runs[0]?.fault).toMatchObject({ code: 'host-unreachable' })
    const libraries = document.runs[0]?.points.map(({ point }) => point.settings.library)
    expect(new Set(libraries)).toEqual(new Set(['libort.so', 'libort.so (2)']))
    expect(planSchema.parse(document.runs[0]?.plan)).toEqual(document.runs[0]?.plan)
    expect(document.runs[0]?.preflight).toEqual([{ kind: 'load', share: 0.2, programs: [] }])
  })

  it("brings the user's note, whatever is in it", () => {
    const { record, view } = endedRun('pi5', () => ({ medianNs: 1e6 }))
    const note = '=cmd|1 </script><b>with a fan</b>, "second" try\n下午'
    const document = reportDocument(sources([{ record: { ...record, note }, view }]), choices)
    expect(document.runs[0]?.note).toBe(note)
    expect(reportCsv(document)).toContain(`"'${note.replaceAll('"', '""')}"`)
  })

  it('keeps why a point failed, in words of its model and numbers', () => {
    const run = planted()
    const tooLarge = fault('out-of-memory', { name: 'net', batch: 2 }, secrets.path)
    const failed = {
      ...run,
      view: {
        ...run.view,
        points: run.view.points.map(({ point }) => ({
          point,
          repetitions: [],
          state: {
            kind: 'ended' as const,
            invalid: [],
            energy: [],
            sampleCount: 0,
            outcome: { kind: 'failed' as const, fault: tooLarge },
          },
        })),
      },
    }
    const [point] = reportDocument(sources([failed]), choices).runs[0]?.points ?? []
    expect(point?.outcome).toMatchObject({
      fault: { message: 'net at batch 2 does not fit into the memory.' },
    })
  })

  it('has every repetition with its own figures, and says which count', () => {
    const run = repeated()
    const [point] = reportDocument(sources([run]), choices).runs[0]?.points ?? []
    expect(point?.repetitions.map(({ repetition, invalid }) => [repetition, invalid])).toEqual([
      [0, []],
      [1, [{ kind: 'foreign-load', share: 0.2 }]],
      [2, []],
    ])
    expect(point?.outcome).toMatchObject({ kind: 'measured', invalid: [] })
    const lines = reportCsv(reportDocument(sources([run]), choices), true)
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(1 + 2 * 3)
    expect(lines[2]).toMatch(/,2,1,measured,foreign-load,/)
    const pooled = reportCsv(reportDocument(sources([run]), choices))
      .trimEnd()
      .split('\r\n')
    expect(pooled).toHaveLength(3)
    expect(pooled[1]).toMatch(/,,2,measured,,/)
  })

  it('calls a library the same in every run, so that the same ones match and no others', () => {
    const of = (name: string, library: readonly string[]) =>
      endedRun(name, () => ({ medianNs: 1e6 }), {
        settings: sessionAxesSchema.parse({ library }),
        batches: [1],
      })
    const [a, b] = ['/opt/a/libort.so', '/opt/b/libort.so']
    const document = reportDocument(sources([of('pi5', [a, b]), of('rk', [b])]), choices)
    expect(document.comparison?.rows.map(({ settings: { library } }) => library)).toEqual([
      'libort.so (2)',
    ])
    expect(document.comparison?.unmatched).toEqual([1, 0])
  })

  it('compares what the page compared: parts of one run, their baseline, invalid points', () => {
    const invalid = [{ kind: 'foreign-load' as const, share: 0.2 }]
    const run = endedRun(
      'pi5',
      ({ settings: { library } }) =>
        library === null ? { medianNs: 2e6 } : { medianNs: 1e6, invalid },
      { settings: sessionAxesSchema.parse({ library: [null, `${secrets.folder}/libort.so`] }) },
    )
    const baseline = sidesOf([run], 'library')[1]?.id
    const of = (over: Partial<ReportChoices>) =>
      reportDocument(sources([run]), { ...choices, ...over }).comparison
    const left = of({ by: 'library', baseline })
    expect(left?.baseline).toContain('libort.so')
    expect(left?.baseline).not.toContain(secrets.folder)
    expect(left?.leftOut).toBe(2)
    const counted = of({ by: 'library', baseline, invalid: 'counted' })
    expect(counted?.rows.map(({ cells }) => cells[0]?.latencyRatio?.value)).toEqual([0.5, 0.5])
    expect(counted?.invalid).toBe('counted')
    expect(of({ by: 'engine' })).toBeNull()
    const document = reportDocument(sources([run]), { ...choices, by: 'library', baseline })
    expect(reportSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
  })

  it('tells which ONNX Runtime ran each point', () => {
    const run = endedRun(
      'pi5',
      ({ settings: { library } }) => ({
        medianNs: 1e6,
        over: library === null ? {} : { runtimeVersion: '1.18.1' },
      }),
      { settings: sessionAxesSchema.parse({ library: [null, '/opt/libort.so'] }), batches: [1] },
    )
    const [head = '', ...lines] = reportCsv(reportDocument(sources([run]), choices))
      .trimEnd()
      .split('\r\n')
    const column = head.split(',').indexOf('onnxruntime')
    expect(lines.map((line) => line.split(',')[column])).toEqual([
      run.view.facts?.runtime.ort,
      '1.18.1',
    ])
  })

  it('holds references against the points of their own scenario, and against one scenario alone', () => {
    const run = endedRun(
      'pi5',
      ({ scenario }) => ({
        medianNs: scenario === 'single-stream' ? 4e6 : 1e6,
        samplesPerSecond: scenario === 'offline' ? 300 : 9000,
      }),
      { scenarios: ['offline', 'single-stream'], batches: [1] },
    )
    const measured = measuredPoints(run.view)
    const latency = referredResult('latencyP90', measured)
    expect(latency.points.map(({ point }) => point.scenario)).toEqual(['single-stream'])
    expect(latency.value).toBeCloseTo(4.4e6)
    expect(referredResult('throughput', measured)).toMatchObject({
      points: [{ point: { scenario: 'offline' } }],
      value: 300,
    })
    const offline = measured.filter(({ point }) => point.scenario === 'offline')
    expect(referredResult('latencyP90', offline).points).toEqual(offline)
    const [drawn] = reportDocument(sources([run]), choices).references
    expect(drawn?.lines[0]?.mismatches.map(({ term }) => term)).not.toContain('scenario')
  })

  it('draws references of the architecture, with each mismatch named', () => {
    const [drawn] = reportDocument(sources([planted()]), choices).references
    expect(drawn?.metric).toBe('latencyP90')
    expect(drawn?.lines[0]?.mismatches.map(({ term }) => term)).toEqual(['runtime', 'precision'])
    const unknown = { ...sources([planted()]), model: () => null }
    expect(reportDocument(unknown, choices).references).toEqual([])
  })

  it('has the raw samples only where they were asked for', () => {
    const outcomes = (samples: boolean) =>
      reportDocument(sources([planted()]), {
        ...choices,
        samples,
      }).runs[0]?.points[0]?.repetitions.map(({ outcome }) => outcome) ?? []
    expect(outcomes(true)).toMatchObject([{ samplesNs: [9e5, 1e6, 1.1e6] }])
    expect(outcomes(false)[0]).not.toHaveProperty('samplesNs')
  })
})

describe('a report as CSV', () => {
  it('has one line a point, and defuses formulas and quotes', () => {
    const run = endedRun('=cmd|1', () => ({ medianNs: 1e6 }), {
      models: [{ sha256: 'a'.repeat(64), name: 'a,"b"\nc', dims: {}, inputs: {} }],
    })
    const text = reportCsv(reportDocument(sources([run]), choices))
    expect(text).toContain("'=cmd|1")
    expect(text).toContain('"a,""b""\nc"')
    expect(text.trimEnd().split('\r\n')).toHaveLength(3)
    expect(text.split('\r\n')[0]).toMatch(/^run,created,board,.*p50_ns,/)
  })
})

describe('a report of a run that set clocks', () => {
  const documentOf = (run: RunSnapshot) => reportDocument(sources([run]), choices)

  it('says what was set, what was seen of each policy, and that it was given back', () => {
    const document = documentOf(tunedRun())
    expect(reportSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
    expect(document.runs[0]).toMatchObject({
      clocks: [
        { clock: { governor: 'performance', khz: 1_200_000 }, settledMs: 400 },
        { clock: { governor: 'performance', khz: 1_800_000 }, settledMs: 401 },
      ],
      givenBack: { state: 'untouched' },
    })
    const [head = '', ...lines] = reportCsv(document).trimEnd().split('\r\n')
    const columns = head.split(',')
    const column = (name: string) =>
      lines.map((line) => line.split(',')[columns.indexOf(name)] ?? '')
    expect(column('governor')).toEqual(['performance', 'performance'])
    expect(column('frequency_khz')).toEqual(['1200000', '1800000'])
    expect(column('frequency_policy0_mean_khz')).toEqual(['1200000', '1800000'])
    expect(column('frequency_policy4_least_khz')).toEqual(['600000', '900000'])
    expect(column('frequency_policy4_most_khz')).toEqual(['1200000', '1800000'])
    expect(reportCsv(document, true)).toContain('frequency_policy4_mean_khz')
  })

  it('has no word of a board’s for a path or a command', () => {
    const run = tunedRun(failedRestore)
    const evil = { path: secrets.path, before: 'a', wanted: 'b', reads: null }
    const view = {
      ...run.view,
      clocks: run.view.clocks.map((set) => ({ ...set, changes: [...set.changes, evil] })),
    }
    const text = JSON.stringify(documentOf({ ...run, view }))
    expect(text).not.toContain(secrets.path)
    expect(text).toContain(governorPath)
  })
})

describe('a report as a page', () => {
  const page = [
    '<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8" />',
    '<script type="application/json" id="report"></script>',
    '<script type="module" crossorigin>const a = "$&"</script></head></html>',
  ].join('\n')

  it('lets nothing in it end the script that holds it', () => {
    const hostile = '</script><script>alert(1)</script>$&'
    const { record, view } = endedRun(hostile, () => ({ medianNs: 1e6 }))
    const run = { record: { ...record, note: hostile }, view }
    const document = reportDocument(sources([run]), choices)
    const html = reportHtml(page, document, 'zh-CN')
    expect(html.match(/<script/g)).toHaveLength(2)
    const held = /id="report">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(reportSchema.parse(JSON.parse(held))).toEqual(document)
    expect(html).toContain('<html lang="zh-CN">')
  })

  it('may run its own script alone, and reach nothing', () => {
    const html = reportHtml(page, reportDocument(sources([planted()]), choices), 'en')
    const hash = createHash('sha256').update('const a = "$&"').digest('base64')
    expect(html).toContain(`script-src 'sha256-${hash}';`)
    expect(html).toContain("default-src 'none'")
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'))
  })
})

describe('writing a report', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    const place = join(folder, 'report.csv')
    writeFileSync(place, 'what was there before')
    expect(await writeWhole(place, 'new')).toBe(place)
    expect(readFileSync(place, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['report.csv'])
  })

  it('never takes the place of what is no file, nor follows a link', async () => {
    const taken = join(folder, 'taken')
    mkdirSync(taken)
    await expect(writeWhole(taken, 'new')).rejects.toMatchObject({
      fault: { code: 'file-unwritable' },
    })
    const kept = join(folder, 'kept')
    writeFileSync(kept, 'kept')
    symlinkSync(kept, join(folder, 'link'))
    await writeWhole(join(folder, 'link'), 'new')
    expect(readFileSync(kept, 'utf8')).toBe('kept')
  })

  it('says where it could not write', async () => {
    const nowhere = join(folder, 'nowhere', 'report.json')
    await expect(writeWhole(nowhere, '')).rejects.toMatchObject({
      fault: { code: 'file-unwritable', params: { path: nowhere } },
    })
  })
})
