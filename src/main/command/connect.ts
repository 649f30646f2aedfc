// Connects to a board for a subcommand. A key that is not known yet is a fault that names the command which trusts
// it: nothing is ever trusted on the way.

import type { BoardFacts } from '../../shared/board.ts'
import { type Fault, FaultError } from '../../shared/fault.ts'
import type { BoardView } from '../../shared/ipc.ts'
import { quote } from '../../shared/quote.ts'
import type { Bench } from '../bench.ts'

export async function connected(bench: Bench, { board }: BoardView): Promise<BoardFacts> {
  const { connection } = await bench.boards.connect(board.id)
  if (connection.kind === 'ready') return connection.facts
  if (connection.kind === 'fault') throw new FaultError(withTrust(connection.fault, board.name))
  throw new Error(`a connection that is ${connection.kind}`)
}

function withTrust(fault: Fault, name: string): Fault {
  if (fault.stage !== 'trust' || fault.params.fingerprint === undefined) return fault
  const trust = `benchtop boards trust ${quote(name)} --fingerprint ${fault.params.fingerprint}`
  return { ...fault, detail: `Where it is the same, trust it by:\n  ${trust}` }
}
