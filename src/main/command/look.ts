// `benchtop boards check` and `benchtop boards library`: a look at a board before a sweep.

import type { Command } from 'commander'
import type { LibraryFacts } from '../../shared/board.ts'
import type { PreflightFinding } from '../../shared/environment.ts'
import { preflightSaying } from '../../shared/preflight-sayings.ts'
import { englishOf } from '../../shared/result-sayings.ts'
import { inspectLibrary, preflight } from '../board/look.ts'
import { connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { boardNamed } from './named.ts'
import { wrapped } from './table.ts'

/** `boards` is the command below which they stand. */
export function addLooks(boards: Command, desk: Desk): void {
  boards
    .command('check <name>')
    .description('say what speaks against measuring there now: governor, load, heat, throttling')
    .action((name: string) =>
      desk.open(async (bench) => {
        const { board } = await reached(bench, name)
        const findings = await preflight(bench.boards, board.id)
        desk.result(findings, () => findingsText(board.name, findings))
      }),
    )
  boards
    .command('library <name> <path>')
    .description('say what a libonnxruntime on the board is: release, execution providers')
    .action((name: string, path: string) =>
      desk.open(async (bench) => {
        const { board } = await reached(bench, name)
        const facts = await inspectLibrary(bench.boards, board.id, path)
        desk.result(facts, () => libraryText(path, facts))
      }),
    )
}

async function reached(bench: Parameters<typeof boardNamed>[0], name: string) {
  const view = boardNamed(bench, name)
  await connected(bench, view)
  return view
}

export function findingsText(name: string, findings: readonly PreflightFinding[]): string {
  if (findings.length === 0)
    return `${name}: nothing that is looked at speaks against measuring now.`
  const lines = findings.map((finding) => {
    const { says, hint } = preflightSaying(finding)
    return [wrapped(englishOf(says), '  '), wrapped(englishOf(hint), '    ')].join('\n')
  })
  return [name, ...lines].join('\n')
}

function libraryText(path: string, { version, apiVersion, providers }: LibraryFacts): string {
  return [
    path,
    wrapped(`ONNX Runtime ${version}, C interface ${apiVersion}`, '  '),
    wrapped(`providers: ${providers.join(', ')}`, '  '),
  ].join('\n')
}
