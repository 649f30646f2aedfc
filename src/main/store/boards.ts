// Boards and what each said of itself and of its clocks last. This computer is there from the first start.

import {
  type Board,
  type BoardFacts,
  type BoardId,
  boardFactsSchema,
  localBoardId,
} from '../../shared/board.ts'
import { type SeenTuning, seenTuningSchema } from '../../shared/tuning-seen.ts'
import type { Database } from './db.ts'

export interface StoredBoard {
  readonly board: Board
  readonly lastFacts: BoardFacts | null
  readonly tuning: SeenTuning | null
}

const localBoard: Board = { kind: 'local', id: localBoardId, name: 'This computer' }

export class BoardStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
    db.prepare(
      'INSERT INTO boards (id, board, added_ms) VALUES (?, ?, 0) ON CONFLICT (id) DO NOTHING',
    ).run(localBoardId, JSON.stringify(localBoard))
  }

  /** This computer first, then in the order of adding. */
  list(): readonly StoredBoard[] {
    return this.#db
      .prepare('SELECT board, last_facts, tuning FROM boards ORDER BY added_ms, rowid')
      .all()
      .map(storedBoard)
  }

  get(id: BoardId): StoredBoard | null {
    const row = this.#db
      .prepare('SELECT board, last_facts, tuning FROM boards WHERE id = ?')
      .get(id)
    return row === undefined ? null : storedBoard(row)
  }

  add(board: Board, addedMs: number): void {
    this.#db
      .prepare('INSERT INTO boards (id, board, added_ms) VALUES (?, ?, ?)')
      .run(board.id, JSON.stringify(board), addedMs)
  }

  /** Replaces what is kept of a board but its facts and its place in the list. */
  replace(board: Board): void {
    this.#db
      .prepare('UPDATE boards SET board = ? WHERE id = ?')
      .run(JSON.stringify(board), board.id)
  }

  remove(id: BoardId): void {
    this.#db.prepare('DELETE FROM boards WHERE id = ?').run(id)
  }

  setFacts(id: BoardId, facts: BoardFacts): void {
    this.#db.prepare('UPDATE boards SET last_facts = ? WHERE id = ?').run(JSON.stringify(facts), id)
  }

  setTuning(id: BoardId, seen: SeenTuning): void {
    this.#db.prepare('UPDATE boards SET tuning = ? WHERE id = ?').run(JSON.stringify(seen), id)
  }
}

function storedBoard(row: Record<string, unknown>): StoredBoard {
  return {
    board: JSON.parse(String(row.board)) as Board,
    lastFacts: row.last_facts === null ? null : storedFacts(JSON.parse(String(row.last_facts))),
    tuning: row.tuning === null ? null : storedTuning(JSON.parse(String(row.tuning))),
  }
}

/** Facts that another version stored lack what it did not know; what can not be understood counts as not known. */
function storedFacts(stored: unknown): BoardFacts | null {
  return boardFactsSchema.safeParse(stored).data ?? null
}

/** What another version stored otherwise counts as not read. */
function storedTuning(stored: unknown): SeenTuning | null {
  return seenTuningSchema.safeParse(stored).data ?? null
}
