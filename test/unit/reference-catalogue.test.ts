// The reference catalogue against the raw files, counted another way than the catalogue counts.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readReferences } from '../../src/main/reference/catalogue.ts'
import { FaultError } from '../../src/shared/fault.ts'
import type { Reference } from '../../src/shared/reference.ts'

const folder = resolve(import.meta.dirname, '../../resources/references')
const raw = JSON.parse(readFileSync(join(folder, 'mlperf.json'), 'utf8')) as readonly Record<
  string,
  unknown
>[]

const rawFigures = raw.filter(
  (row) => row.model === 'resnet50' && row.result === 'VALID' && row.inferred === false,
)
const rawLatencies = rawFigures
  .filter((row) => row.scenario_run === 'SingleStream')
  .map((row) => (row.latency_ns as Record<string, number>).p90_es)
  .filter((value) => value !== undefined)
const rawThroughputs = rawFigures
  .filter((row) => row.scenario_run === 'Offline')
  .map((row) => row.samples_per_s)

const ascending = (values: readonly unknown[]) => values.map(Number).sort((a, b) => a - b)

let scratch: string | undefined
afterEach(() => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true })
  scratch = undefined
})

/** A copy of the data with one file replaced. */
function copyWith(name: string, text: string): string {
  scratch = mkdtempSync(join(tmpdir(), 'benchtop-references-'))
  cpSync(folder, scratch, { recursive: true })
  writeFileSync(join(scratch, name), text)
  return scratch
}

function codeOf(read: () => unknown): string {
  try {
    read()
  } catch (thrown) {
    if (thrown instanceof FaultError) return thrown.fault.code
    throw thrown
  }
  return 'no fault'
}

describe('the reference catalogue', () => {
  const references = readReferences(folder)
  const of = (metric: Reference['metric'], exact: boolean) =>
    references.filter(
      (reference) =>
        reference.architecture === 'resnet50-v1.5' &&
        reference.metric === metric &&
        reference.sourceUrl.includes('/blob/') === exact,
    )

  it('holds every measured ResNet-50 figure of the raw file, unchanged', () => {
    expect(rawLatencies).toHaveLength(16)
    expect(rawThroughputs).toHaveLength(20)
    expect(ascending(of('latencyP90', true).map(({ value }) => value))).toEqual(
      ascending(rawLatencies),
    )
    expect(ascending(of('throughput', true).map(({ value }) => value))).toEqual(
      ascending(rawThroughputs),
    )
  })

  it('adds only those ONNX Runtime figures that the raw file does not have', () => {
    const added = [...of('latencyP90', false), ...of('throughput', false)]
    expect(added.map(({ system, value }) => [system, value])).toEqual([
      ['RTX 4090', 1_734_000],
      ['RTX 4090', 3632.9],
    ])
    expect(added.every(({ runtime }) => runtime === 'ONNX Runtime 1.16.3 GPU')).toBe(true)
  })

  it('holds BERT-large at its sequence of 384, under ids that ResNet-50 does not have', () => {
    const bert = references.filter(({ architecture }) => architecture === 'bert-large')
    const measured = raw.filter(
      (row) => /^bert-99/.test(String(row.model)) && row.result === 'VALID' && !row.inferred,
    )
    const figures = measured.flatMap((row) =>
      row.scenario_run === 'SingleStream'
        ? ((row.latency_ns as Record<string, number>).p90_es ?? [])
        : row.scenario_run === 'Offline'
          ? Number(row.samples_per_s)
          : [],
    )
    const exact = bert.filter(({ sourceUrl }) => sourceUrl.includes('/blob/'))
    expect(figures.length).toBeGreaterThan(30)
    expect(ascending(exact.map(({ value }) => value))).toEqual(ascending(figures))
    expect(bert.every(({ sizes }) => sizes.sequence === 384)).toBe(true)
    expect(bert.every(({ id }) => /^mlperf\/bert-99/.test(id))).toBe(true)
  })

  it('gives each figure an id of its own, the same on every read', () => {
    const ids = references.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(readReferences(folder).map(({ id }) => id)).toEqual(ids)
  })

  it('draws no figure that was derived from another scenario', () => {
    const inferred = raw.filter((row) => row.inferred === true && row.model === 'resnet50')
    expect(inferred.length).toBeGreaterThan(0)
    const piInferred = references.filter(
      ({ system, scenario }) => system.includes('Raspberry Pi 4') && scenario === 'offline',
    )
    expect(piInferred).toEqual([])
  })

  it('says which results are of the open division', () => {
    const open = references.filter(
      ({ round, architecture }) => round.endsWith(' open') && architecture === 'resnet50-v1.5',
    )
    expect(open.map(({ submitter }) => submitter).sort()).toEqual([
      'Krai',
      'Krai',
      'Krai',
      'Krai',
      'cTuning',
      'cTuning',
    ])
  })

  it('never invents a batch size', () => {
    expect(references.every(({ batch }) => batch === null)).toBe(true)
  })

  it.each([
    ['a torn file', 'mlperf.json', '[{"round": "v3.0"'],
    ['a row without its source', 'mlperf.json', '[{"round": "v3.0", "division": "closed"}]'],
    ['another shape', 'field.json', '{"onnxRuntimeMlperf": {}}'],
    [
      'an address that is none',
      'mlperf.json',
      JSON.stringify([{ ...rawFigures[0], source: 'javascript' }]),
    ],
  ])('turns %s into a fault', (_, name, text) => {
    expect(codeOf(() => readReferences(copyWith(name, text)))).toBe('references-broken')
  })

  it('turns a missing file into a fault', () => {
    expect(codeOf(() => readReferences(join(folder, 'nowhere')))).toBe('file-unreadable')
  })
})
