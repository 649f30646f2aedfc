// The compare view's own logic: what the address means, how runs are called and coloured, and what is said of them.

import fc from 'fast-check'
import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { findingWords as commandWords } from '../../src/main/command/finding-words.ts'
import { sideNamed, sideNames } from '../../src/main/command/side-names.ts'
import { runInks } from '../../src/renderer/charts/runInk.ts'
import { startLanguage } from '../../src/renderer/i18n/index.ts'
import { parseSorting, printSorting, sorted, turned } from '../../src/renderer/table/sort.ts'
import {
  basketSearch,
  mostRuns,
  parseBasket,
  suggestedRuns,
  withoutRun,
  withRun,
} from '../../src/renderer/views/compare/basket.ts'
import { chartCsv } from '../../src/renderer/views/compare/chartCsv.ts'
import { choiceOf, chosenRows, leaderOf } from '../../src/renderer/views/compare/chosenRows.ts'
import { cautionWords, findingWords } from '../../src/renderer/views/compare/findingWords.ts'
import { comparisonMarkdown } from '../../src/renderer/views/compare/markdown.ts'
import { rowColumns } from '../../src/renderer/views/compare/rowWords.ts'
import { verdictClause } from '../../src/renderer/views/run/Verdict.tsx'
import { axisNames } from '../../src/shared/axes.ts'
import { compareSides, type ThreadMatch } from '../../src/shared/compare.ts'
import { sidesOf } from '../../src/shared/compared-side.ts'
import { findings } from '../../src/shared/comparison-finding.ts'
import { distinctNames } from '../../src/shared/distinct-names.ts'
import { newRunId } from '../../src/shared/event.ts'
import type { RunSnapshot } from '../../src/shared/ipc.ts'
import { endedRun } from '../fixtures/measured-runs.ts'
import { planOf } from '../fixtures/runs.ts'

const compareRuns = (runs: readonly RunSnapshot[], baseline: string, match: ThreadMatch) =>
  compareSides(sidesOf(runs, null), baseline, match)

beforeAll(() => {
  // The language's own file writes to the page, which there is none of here.
  Object.assign(globalThis, { document: { documentElement: {} } })
  return startLanguage('en')
})

const runId = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.uint8Array({ minLength: 3, maxLength: 3 }))
  .map(([ms, random]) => newRunId(new Date(ms), random))

describe('a basket in the address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(runId, { minLength: 1, maxLength: mostRuns }),
        fc.nat(),
        fc.constantFrom('same' as const, 'best' as const),
        fc.constantFrom('left-out' as const, 'counted' as const),
        fc.constantFrom(null, ...axisNames),
        (runs, pick, threads, invalid, by) => {
          const run = runs[pick % runs.length] ?? ''
          const baseline = pick % 3 === 0 ? null : by === null ? run : `${run}:"a&b"`
          const basket = { runs, by, baseline, threads, invalid }
          expect(parseBasket(new URLSearchParams(basketSearch(basket)))).toEqual(basket)
        },
      ),
    )
  })

  it('takes nothing from it that is no run, none twice, and no more than six', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (runs, baseline) => {
        const basket = parseBasket(new URLSearchParams({ runs, baseline }))
        expect(basket.runs.length).toBeLessThanOrEqual(mostRuns)
        expect(new Set(basket.runs).size).toBe(basket.runs.length)
        if (basket.baseline !== null) expect(basket.runs).toContain(basket.baseline)
      }),
    )
  })

  it('never has a baseline that is not among its runs, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), runId), { maxLength: 20 }), (steps) => {
        let basket = parseBasket(new URLSearchParams())
        const first = (runs: readonly string[]) => runs[0] ?? null
        for (const [adds, id] of steps) {
          basket = adds ? withRun(basket, id) : withoutRun(basket, basket.runs[0] ?? id)
          if (adds) basket = { ...basket, baseline: first(basket.runs) }
          expect(basket.runs.length).toBeLessThanOrEqual(mostRuns)
          if (basket.baseline !== null) expect(basket.runs).toContain(basket.baseline)
        }
      }),
    )
  })
})

const figures = (medianNs: number, half: number) => ({
  medianNs,
  intervalNs: { low: medianNs - half, high: medianNs + half },
})
const slow = endedRun('pi', ({ batch }) => figures(2e6 * batch, 1e4))
const fast = endedRun('rk', ({ batch }) => figures(1e6 * batch, 1e4))
const alike = endedRun('rk', ({ batch }) => figures(1.05e6 * batch, 2e5))
const say = (runs: readonly RunSnapshot[], names: readonly string[]) =>
  findings(compareRuns(runs, runs[0]?.record.id ?? '', 'same')).map((finding) =>
    findingWords(i18next.t, finding, names, false),
  )

describe('findings in words', () => {
  it('give the ratio with its interval, and the memory only where it differs', () => {
    expect(say([slow, fast], ['Pi', 'Rock'])).toEqual([
      'Rock is faster than Pi by a factor of 2.00 (95 % CI 1.97–2.03) at batch 1, 1 thread, single-stream · ort-c, one run each. Over 2 points the ratio is 2.0×: 2 better.',
    ])
  })

  it('turn the ratio round for the slower one', () => {
    expect(say([fast, slow], ['Rock', 'Pi'])[0]).toContain(
      'Pi is slower than Rock at batch 1, 1 thread, single-stream · ort-c: its latency is higher by a factor of 2.00 (95 % CI 1.97–2.03), one run each.',
    )
  })

  it('give percentages, how sure they are, and how many runs they are of', () => {
    const nine = (medianNs: number) =>
      Array.from({ length: 9 }, (_, place) => medianNs * (1 + 0.005 * (place - 4)))
    const of = (name: string, medianNs: number) =>
      endedRun(name, () => ({ medianNs, mediansNs: nine(medianNs) }), { batches: [1] })
    const runs = [of('pi', 1.12e6), of('rk', 1e6)]
    expect(say(runs, ['Pi', 'Rock'])).toEqual([
      'Rock is faster than Pi by 12 % (95 % CI 10–14) at batch 1, 1 thread, single-stream · ort-c, 9 against 9 runs.',
    ])
    expect(say(runs.toReversed(), ['Rock', 'Pi'])).toEqual([
      'Pi is slower than Rock at batch 1, 1 thread, single-stream · ort-c: its latency is higher by 12 % (95 % CI 10–14), 9 against 9 runs.',
    ])
    const comparison = compareRuns(runs, runs[0]?.record.id ?? '', 'same')
    expect(commandWords(comparison, ['Pi', 'Rock'])).toEqual(say(runs, ['Pi', 'Rock']))
    expect(cautionWords(i18next.t, comparison)).toEqual([])
    const single = compareRuns([slow, fast], slow.record.id, 'same')
    expect(cautionWords(i18next.t, single)).toEqual([
      expect.stringContaining('only what varies within one process'),
    ])
  })

  it('give no ratio of luck', () => {
    const [said] = say([fast, alike], ['One', 'Other'])
    expect(said).toContain('is unclear: the interval of the ratio, ')
    expect(said).not.toMatch(/faster than|slower than/)
  })
})

describe('findings between the parts of one run', () => {
  const plan = { engines: ['ort-c' as const, 'onnxruntime-node' as const], batches: [1] }
  const nine = (medianNs: number) =>
    Array.from({ length: 9 }, (_, place) => medianNs * (1 + 0.005 * (place - 4)))
  const run = endedRun(
    'pi',
    ({ engine }) => {
      const medianNs = engine === 'ort-c' ? 1e6 : 1.12e6
      return { medianNs, mediansNs: nine(medianNs) }
    },
    plan,
  )
  it('say of the parts what is said of runs, without the axis itself, in both programs', () => {
    const sides = sidesOf([run], 'engine')
    const comparison = compareSides(sides, sides[1]?.id ?? '', 'same')
    const names = sideNames(sides)
    const said = findings(comparison).map((found) => findingWords(i18next.t, found, names, false))
    expect(said).toEqual([
      'ort-c is faster than onnxruntime-node by 12 % (95 % CI 10–14) at batch 1, 1 thread, single-stream, 9 against 9 runs.',
    ])
    expect(commandWords(comparison, names)).toEqual(said)
  })
})

describe('the names of sides on a terminal', () => {
  const settings = { ...planOf().settings, arena: [true, false] }
  const run = endedRun('pi', () => ({ medianNs: 1e6 }), { settings, threads: [1, 4] })
  const named = (axis: (typeof axisNames)[number], said: string) => {
    const sides = sidesOf([run], axis)
    return sides.find(({ id }) => id === sideNamed(sides, said))?.part?.key
  }
  it('are the values alone, and a person may write them as options do', () => {
    expect(sideNames(sidesOf([run], 'threads'))).toEqual(['1 thread', '4 threads'])
    expect(named('threads', '4')).toBe('4')
    expect(named('threads', '4 threads')).toBe('4')
    expect(named('arena', 'off')).toBe('false')
    expect(named('provider', 'cpu')).toBe('"CPUExecutionProvider"')
    expect(named('arena', 'maybe')).toBeUndefined()
  })
  it('are all different, whatever is compared', () => {
    const other = endedRun('pi', () => ({ medianNs: 1e6 }), { settings })
    const twin = {
      ...other,
      record: { ...other.record, id: `${other.record.id.slice(0, -6)}abcdef` },
    }
    for (const axis of [null, ...axisNames]) {
      const names = sideNames(sidesOf([run, twin], axis))
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('the leader of a chart', () => {
  const rowsOf = (...runs: readonly RunSnapshot[]) => {
    const comparison = compareRuns(runs, runs[0]?.record.id ?? '', 'same')
    return chosenRows(comparison, choiceOf(comparison, { model: null, threads: null }))
  }
  it('is the run that is faster everywhere, beyond the intervals', () => {
    expect(leaderOf(rowsOf(slow, fast))).toBe(1)
    expect(leaderOf(rowsOf(fast, slow))).toBe(0)
  })
  it('is nobody where the intervals overlap or a point is missing', () => {
    expect(leaderOf(rowsOf(fast, alike))).toBeNull()
    const partly = endedRun('pi', ({ batch }) => (batch === 1 ? figures(2e6, 1e4) : null))
    expect(leaderOf(rowsOf(partly, fast))).toBeNull()
    expect(leaderOf([])).toBeNull()
  })
})

it('a comparison as Markdown keeps its cells, whatever a board is called', () => {
  const comparison = compareRuns([slow, fast], slow.record.id, 'same')
  const text = comparisonMarkdown(comparison, 'latency', {
    title: 'a | b',
    sentences: ['<img src=x>'],
    columns: rowColumns(comparison),
    heads: { model: 'Model', conditions: 'Conditions', batch: 'Batch', threads: 'Threads' },
    conditionsOf: () => '',
    names: ['a | b', '[c](http://d)\n| e |'],
    metricName: 'p50',
  })
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  const cells = rows.map((line) => line.replace(/\\\|/g, '').split('|').length)
  expect(new Set(cells)).toEqual(new Set([7]))
  expect(text).not.toMatch(/(?<!\\)<img/)
  expect(rows.at(-1)).toContain('2.00 ms ±0.01 (2.0×, better)')
})

it('a comparison as Markdown says the conditions where rows have several, and what does not count', () => {
  const invalid = [{ kind: 'foreign-load' as const, share: 0.2 }]
  const plan = { engines: ['ort-c' as const, 'onnxruntime-node' as const], batches: [1] }
  const runs = [
    endedRun('pi', () => ({ medianNs: 1e6, invalid }), plan),
    endedRun('rk', () => ({ medianNs: 2e6 }), plan),
  ]
  const comparison = compareRuns(runs, runs[0]?.record.id ?? '', 'same')
  const text = comparisonMarkdown(comparison, 'latency', {
    title: 't',
    sentences: [],
    columns: rowColumns(comparison),
    heads: { model: 'Model', conditions: 'Conditions', batch: 'Batch', threads: 'Threads' },
    conditionsOf: ({ engine }) => engine ?? '',
    names: ['Pi', 'Rock'],
    metricName: 'p50',
  })
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  expect(rows[0]).toContain('| Conditions |')
  expect(rows.slice(2).map((row) => row.split(' | ')[1])).toEqual(['ort-c', 'onnxruntime-node'])
  expect(rows[2]).toContain('1.00 ms, invalid')
})

it('a chart of a comparison as CSV has every condition, and says what does not count', () => {
  const invalid = [{ kind: 'throttled' as const, source: 'cpu0' }]
  const plan = { scenarios: ['offline' as const], batches: [1], threads: [4] }
  const runs = [
    endedRun('pi', () => ({ medianNs: 1e6, invalid }), plan),
    endedRun('rk', () => ({ medianNs: 2e6 }), plan),
  ]
  const { rows } = compareRuns(runs, runs[0]?.record.id ?? '', 'same')
  const [head = '', ...lines] = chartCsv(['=Pi', 'Rock'], rows, [
    ['p50_ns', ({ medianNs }) => medianNs],
  ])
    .trimEnd()
    .split('\r\n')
  const cells = lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, column) => [head.split(',')[column], cell])),
  )
  expect(cells).toMatchObject([
    { side: "'=Pi", scenario: 'offline', arena: 'on', threads: '4', invalid: 'throttled' },
    { side: 'Rock', scenario: 'offline', batch: '1', invalid: '', p50_ns: '2000000' },
  ])
})

it('a verdict says that how well it is known is not known, and no ±0 %', () => {
  for (const kind of ['precise', 'settled', 'capped'] as const)
    for (const count of [1, 2])
      expect(verdictClause(i18next.t, { kind, count, widestPercent: null })).not.toMatch(
        /±|verdict/,
      )
  expect(verdictClause(i18next.t, { kind: 'settled', count: 1, widestPercent: 1.25 })).toContain(
    '±',
  )
})

describe('names and inks of compared runs', () => {
  it('are told apart by the shortest names that do', () => {
    expect(
      distinctNames([
        ['pi', 'pi, noon'],
        ['rk', 'rk, noon'],
      ]),
    ).toEqual(['pi', 'rk'])
    expect(
      distinctNames([
        ['pi', 'pi, noon'],
        ['pi', 'pi, night'],
      ]),
    ).toEqual(['pi, noon', 'pi, night'])
    expect(new Set(distinctNames([['pi'], ['pi'], ['pi']])).size).toBe(3)
  })

  it('are all different, and a board keeps its ink', () => {
    const board = fc.constantFrom('this-computer', 'pi5', 'rk', 'orin', 'gone')
    fc.assert(
      fc.property(fc.array(board, { minLength: 1, maxLength: 6 }), (ids) => {
        const boards = ['this-computer', 'pi5', 'rk', 'orin']
        const inks = runInks(
          ids.map((boardId) => ({ boardId })),
          boards,
        )
        expect(new Set(inks).size).toBe(ids.length)
        const first = ids[0] ?? ''
        if (boards.includes(first)) expect(inks[0]).toBe(boards.indexOf(first))
      }),
    )
  })
})

describe('suggested runs', () => {
  it('are the last of each board with the newest model', () => {
    const at = (run: typeof slow, createdMs: number, id: string) => ({
      ...run.record,
      id,
      createdMs,
    })
    const runs = [at(slow, 1, 'a'), at(slow, 2, 'b'), at(fast, 3, 'c')]
    expect(suggestedRuns(runs)).toEqual(['b', 'c'])
    expect(suggestedRuns(runs.slice(0, 2))).toEqual(['a', 'b'])
    expect(suggestedRuns(runs.slice(0, 1))).toEqual([])
    const here = { ...at(fast, 4, 'd'), boardId: 'this-computer' }
    expect(suggestedRuns([...runs, here])[0]).toBe('d')
  })
})

describe('a sorted table', () => {
  const rows = fc.array(fc.record({ n: fc.option(fc.integer()), id: fc.nat() }))
  it('loses no row, and puts what is unknown last both ways', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (given, down) => {
        const made = sorted(given, { column: 'n', down }, (row) => row.n)
        expect(made).toHaveLength(given.length)
        expect(new Set(made)).toEqual(new Set(given))
        const known = made.flatMap(({ n }) => n ?? [])
        expect(made.slice(0, known.length).every(({ n }) => n !== null)).toBe(true)
        const ordered = known.toSorted((a, b) => (down ? b - a : a - b))
        expect(known).toEqual(ordered)
      }),
    )
  })

  it('keeps its order in the address', () => {
    const columns = ['when', 'board'] as const
    const fallback = { column: 'when', down: true } as const
    for (const column of columns)
      for (const down of [true, false])
        expect(parseSorting(printSorting({ column, down }), columns, fallback)).toEqual({
          column,
          down,
        })
    expect(parseSorting('-nothing', columns, fallback)).toEqual(fallback)
    expect(turned({ column: 'when', down: true }, 'when', true).down).toBe(false)
    expect(turned({ column: 'when', down: true }, 'board', false)).toEqual({
      column: 'board',
      down: false,
    })
  })
})
