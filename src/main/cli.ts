// The `benchtop` command: the same core as the window, for a terminal and for continuous integration.

import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { FaultError, faultLines, toFault } from '../shared/fault.ts'
import { modes } from '../shared/plan.ts'
import { plainText } from './board/printed.ts'
import { type RunOptions, run } from './command/run.ts'
import { runs } from './command/runs.ts'
import { findDataDir, findInstallation } from './installation.ts'

const installation = () => findInstallation(join(import.meta.dirname, '..', '..'))

function positiveIntegers(text: string): number[] {
  const values = text.split(',').map(Number)
  if (values.some((value) => !Number.isInteger(value) || value < 1))
    throw new InvalidArgumentError('expected whole numbers from 1, such as 1,2,4')
  return [...new Set(values)]
}

function dimension(text: string, soFar: Record<string, number>): Record<string, number> {
  const at = text.lastIndexOf('=')
  const value = Number(text.slice(at + 1))
  if (at < 1 || !Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('expected NAME=NUMBER, such as height=224')
  return { ...soFar, [text.slice(0, at)]: value }
}

function mode(text: string): RunOptions['mode'] {
  const found = modes.find((known) => known === text)
  if (found === undefined) throw new InvalidArgumentError(`expected one of ${modes.join(', ')}`)
  return found
}

const program = new Command('benchtop')
  .description('Measure ONNX models on edge boards and compare them honestly.')
  .showHelpAfterError()

program
  .command('run')
  .alias('bench')
  .description('Measure a sweep: every model × batch size × thread count, on one board.')
  .option('-m, --model <file...>', 'ONNX files; without one, ResNet-50 v1.5 with random weights')
  .option('-b, --batch <sizes>', 'batch sizes', positiveIntegers, [1, 2, 4])
  .option(
    '-t, --threads <counts>',
    'thread counts (default: every core of the board)',
    positiveIntegers,
  )
  .option('-d, --dim <name=number>', 'size of an open dimension, repeatable', dimension, {})
  .option('--mode <mode>', `${modes.join(' or ')}: 3 s or 20 s a point at the most`, mode, 'quick')
  .option('--board <name>', 'a board that was added in the window', 'this-computer')
  .option('--seed <number>', 'seed of the input values', Number, 1)
  .option('--json', 'one JSON document on stdout, nothing else')
  .action((options: RunOptions) => run(installation(), findDataDir(), options))

program
  .command('runs')
  .description('List the runs in the store, newest first.')
  .option('--json', 'one JSON document on stdout, nothing else')
  .action((options: { json?: boolean }) => runs(installation(), findDataDir(), options))

try {
  await program.parseAsync()
} catch (thrown) {
  process.stderr.write(`${plainText(faultLines(toFault(thrown)).join('\n'))}\n`)
  process.exitCode = thrown instanceof FaultError ? 3 : 1
}
