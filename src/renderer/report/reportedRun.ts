// A reported run as the window's own parts take it. What a report leaves out is empty there; none of them shows it.

import { localBoardId } from '../../shared/board.ts'
import type { RunSnapshot } from '../../shared/ipc.ts'
import type { ReportRun } from '../../shared/report.ts'
import type { PointView } from '../../shared/run.ts'
import { isOwed } from '../../shared/tuning-seen.ts'

export type ReportPoint = ReportRun['points'][number]

function stateOf({ outcome }: ReportPoint): PointView['state'] {
  switch (outcome.kind) {
    case 'not-measured':
      return { kind: 'waiting' }
    case 'measured': {
      const { measurement } = outcome
      const { count } = measurement.latency
      return {
        kind: 'ended',
        outcome: { kind: 'measured', measurement },
        invalid: outcome.invalid,
        energy: outcome.energy,
        sampleCount: count,
      }
    }
    default:
      return { kind: 'ended', outcome, invalid: [], energy: [], sampleCount: 0 }
  }
}

export function snapshotOf(run: ReportRun): RunSnapshot {
  const countOf = (kind: ReportPoint['outcome']['kind']) =>
    run.points.filter(({ outcome }) => outcome.kind === kind).length
  return {
    record: {
      id: run.id,
      boardId: run.thisComputer ? localBoardId : '',
      boardName: run.board,
      plan: run.plan,
      createdMs: run.createdMs,
      status: run.status,
      fault: run.fault,
      measuredPoints: countOf('measured'),
      invalidPoints: run.points.filter(
        ({ outcome }) => outcome.kind === 'measured' && outcome.invalid.length > 0,
      ).length,
      failedPoints: countOf('failed'),
      endedPoints: run.points.length - countOf('not-measured') - countOf('cancelled'),
      totalPoints: run.points.length,
      clocks:
        run.clocks.length === 0
          ? null
          : run.givenBack === null
            ? 'set'
            : isOwed(run.givenBack)
              ? 'owed'
              : 'given-back',
      headline: null,
      note: run.note,
    },
    view: {
      repetitionsPlanned: run.plan.repetitions,
      lastSeq: 0,
      preflight: run.preflight,
      points: run.points.map((point) => ({
        point: point.point,
        state: stateOf(point),
        repetitions: point.repetitions,
      })),
      facts: run.facts === null ? null : { ...run.facts, hostname: '', bootId: '' },
      startedWallMs: run.startedMs,
      lastWallMs: run.lastHeardMs,
      lastAtNs: 0,
      outcome: null,
      clocks: run.clocks.map((set, index) => ({
        ...set,
        changes: [...set.changes],
        type: 'clock-set',
        seq: index + 1,
        atNs: 0,
        wallMs: 0,
      })),
      givenBack: run.givenBack,
      powerSources: run.powerSources,
      idles: run.idles.map((idle, index) => ({
        ...idle,
        type: 'idle-measured',
        seq: index + 1,
        atNs: 0,
        wallMs: 0,
      })),
    },
  }
}

/** A run with everything that the page shows of it. */
export interface ShownRun {
  readonly run: ReportRun
  readonly snapshot: RunSnapshot
  /** What it is called beside the others. */
  readonly name: string
}
