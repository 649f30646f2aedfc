// The `benchtop` command: the same core as the window, for a terminal and for continuous integration. One result on
// stdout, everything else on stderr, and an exit code that scripts can rely on.

import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { FaultError, faultLines, toFault } from '../shared/fault.ts'
import { plainText } from './board/printed.ts'
import { addBoards } from './command/boards.ts'
import { addCompare } from './command/compare.ts'
import { Desk } from './command/desk.ts'
import { exitCodeHelp, exitCodes } from './command/exit-codes.ts'
import { addExporter } from './command/exporter.ts'
import { addModels } from './command/models.ts'
import { addExport, addReport } from './command/report.ts'
import { addRun } from './command/run.ts'
import { addRuns } from './command/runs.ts'
import { addTune } from './command/tune.ts'
import { findDataDir, findInstallation } from './installation.ts'

const installation = () => findInstallation(join(import.meta.dirname, '..', '..'))

const program = new Command('benchtop')
  .description('Measure ONNX models on edge boards and compare them honestly.')
  .option('--json', 'one JSON document on stdout, nothing else')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('Add --help for what is understood.')
  .exitOverride()
  .addHelpText('after', exitCodeHelp)

const desk = new Desk(program, installation, findDataDir())
for (const add of [
  addBoards,
  addModels,
  addTune,
  addRun,
  addRuns,
  addCompare,
  addExporter,
  addReport,
  addExport,
])
  add(program, desk)

// A reader that has seen enough (`benchtop runs | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.internal)
})

try {
  await program.parseAsync()
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  } else {
    process.stderr.write(`${plainText(faultLines(toFault(thrown)).join('\n'))}\n`)
    process.exitCode = thrown instanceof FaultError ? exitCodes.fault : exitCodes.internal
  }
}
