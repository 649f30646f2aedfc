// `benchtop boards`: the boards that are known, adding and removing them, trusting their keys, and what they say of
// themselves.

import type { Command } from 'commander'
import type { Board, BoardFacts } from '../../shared/board.ts'
import { FaultError, fail } from '../../shared/fault.ts'
import type { BoardView } from '../../shared/ipc.ts'
import type { Hop, ImportableHost, Login, SshAddress } from '../../shared/login.ts'
import { isOwed, shownTuning } from '../../shared/tuning-seen.ts'
import { formatBytes, unknown } from '../../shared/units.ts'
import { importableHosts, importHosts } from '../board/import.ts'
import { connected } from './connect.ts'
import type { Desk } from './desk.ts'
import { addLooks } from './look.ts'
import { boardNamed } from './named.ts'
import { destination, fingerprint, jumps } from './options.ts'
import { listTable, wrapped } from './table.ts'

interface AddOptions {
  readonly key?: string
  readonly agent?: boolean
  readonly password?: boolean
  readonly jump?: readonly Hop[]
}

export function addBoards(program: Command, desk: Desk): void {
  const boards = program
    .command('boards')
    .description(
      'list the boards that are known; or add, import, connect, trust, check, clean, remove one',
    )
    .action(() =>
      desk.open(async (bench) => {
        const views = bench.boards.list()
        desk.result(views, () => listOf(views))
      }),
    )
  boards
    .command('add')
    .description('add a board')
    .argument('<name>', 'what it is called here')
    .argument('<address>', 'user@host or user@host:port', destination)
    .option('--key <file>', 'log in with this private key')
    .option('--agent', 'log in with the keys of the running ssh-agent')
    .option('--password', 'log in with a password, which is asked for')
    .option(
      '--jump <hosts>',
      'through these hosts, the nearest first: user@host,user@host:port',
      jumps,
    )
    .action((name: string, address: ReturnType<typeof destination>, options: AddOptions) => {
      const parsed = {
        ...address,
        login: loginOf(options),
        via: [...(options.jump ?? [])],
      }
      return desk.open(async (bench) => {
        const taken = bench.boards
          .list()
          .some(({ board }) => board.name.toLowerCase() === name.trim().toLowerCase())
        if (taken) fail('bad-request', { reason: `there is a board ${name} already` })
        const view = bench.boards.addSsh(name.trim(), parsed)
        desk.result(view, () => `Added ${name.trim()}: ${placeOf(view.board)}.`)
      })
    })
  boards
    .command('import [host...]')
    .description('add hosts of ~/.ssh/config by their names there; without a name, list them')
    .action((names: readonly string[]) =>
      desk.open(async (bench) => {
        if (names.length === 0) {
          const hosts = await importableHosts(bench.boards)
          desk.result(hosts, () => importableText(hosts))
          return
        }
        const added = await importHosts(bench.boards, names)
        desk.result(added, () =>
          added.length === 0 ? 'Nothing to add: these are boards already.' : listOf(added),
        )
      }),
    )
  boards
    .command('connect <name>')
    .description('connect, bring what the board lacks, and print what it says of itself')
    .action((name: string) =>
      desk.open(async (bench) => {
        const view = boardNamed(bench, name)
        const facts = await connected(bench, view)
        bench.runs.resume(view.board.id)
        desk.result(facts, () => factsText(view.board.name, facts))
      }),
    )
  boards
    .command('trust <name>')
    .description('trust the key that a board shows, if it is the one with this fingerprint')
    .requiredOption('--fingerprint <SHA256:…>', 'as the board itself prints it', fingerprint)
    .action((name: string, options: { readonly fingerprint: string }) =>
      desk.open(async (bench) => {
        const { board } = boardNamed(bench, name)
        const { connection } = await bench.boards.connect(board.id)
        const fault = connection.kind === 'fault' ? connection.fault : null
        if (fault?.stage === 'reach') throw new FaultError(fault)
        bench.boards.trust(board.id, options.fingerprint)
        desk.result(
          { board: board.id, fingerprint: options.fingerprint },
          () => `The key of ${board.name} is trusted now: ${options.fingerprint}`,
        )
      }),
    )
  addLooks(boards, desk)
  boards
    .command('clean <name>')
    .description('give back room on a board: runs that are kept here, models, old versions')
    .action((name: string) =>
      desk.open(async (bench) => {
        const view = boardNamed(bench, name)
        await connected(bench, view)
        const cleaned = await bench.runs.clean(view.board.id)
        desk.result(
          cleaned,
          () =>
            `${view.board.name}: ${formatBytes(cleaned.freedBytes)} freed; removed ${cleaned.runs} runs that are kept here and ${cleaned.contents} models and inputs`,
        )
      }),
    )
  boards
    .command('remove <name>')
    .description('forget a board; its runs are kept')
    .action((name: string) =>
      desk.open(async (bench) => {
        const { board } = boardNamed(bench, name)
        bench.boards.remove(board.id)
        await bench.runs.abandon(board.id)
        desk.result({ removed: board.id }, () => `Removed ${board.name}.`)
      }),
    )
}

function loginOf({ key, agent, password }: AddOptions): Login {
  const chosen = [key !== undefined, agent === true, password === true].filter(Boolean).length
  if (chosen > 1)
    fail('bad-request', { reason: '--key, --agent and --password exclude each other' })
  if (key !== undefined) return { kind: 'key', path: key }
  if (agent === true) return { kind: 'agent' }
  return password === true ? { kind: 'password' } : { kind: 'auto' }
}

function importableText(hosts: readonly ImportableHost[]): string {
  if (hosts.length === 0) return 'No hosts in ~/.ssh/config.'
  return listTable(
    [{ head: 'host' }, { head: 'address' }, { head: '' }],
    hosts.map(({ name, address, why, board }) => [
      name,
      address === null ? unknown : addressText(address),
      why ?? (board === null ? '' : 'a board already'),
    ]),
  )
}

const placeOf = (board: Board) => (board.kind === 'local' ? unknown : addressText(board.address))

function addressText({ user, host, port, via }: SshAddress): string {
  const jumps = via.map((hop) => `${hop.host} › `).join('')
  const shown = host.includes(':') ? `[${host}]` : host
  return `${jumps}${user}@${shown}${port === 22 ? '' : `:${port}`}`
}

function listOf(views: readonly BoardView[]): string {
  const clocks = views.map(clockWords)
  return listTable(
    [
      { head: 'board' },
      { head: 'address' },
      { head: 'machine' },
      { head: 'cores', align: 'right' },
      { head: 'memory', align: 'right' },
      ...(clocks.some((words) => words !== '') ? [{ head: 'clocks', whole: true as const }] : []),
    ],
    views.map(({ board, lastFacts }, index) => [
      board.name,
      placeOf(board),
      lastFacts === null ? 'not connected yet' : (lastFacts.model ?? lastFacts.cpu.model),
      lastFacts === null ? unknown : String(lastFacts.cpu.logicalCores),
      lastFacts === null ? unknown : formatBytes(lastFacts.memoryBytes),
      clocks[index] ?? '',
    ]),
  )
}

/** Of a board that is not known to have its own clocks. */
function clockWords({ tuning }: BoardView): string {
  const shown = shownTuning(tuning, false, Date.now())
  if (shown.kind === 'unread') return 'maybe tuned'
  return shown.kind === 'read' && isOwed(shown.status) ? 'NOT given back' : ''
}

function inventoryRows(inventory: BoardFacts['inventory']): readonly (readonly [string, string])[] {
  if (inventory === null) return []
  const { disks, hypervisor, disagreements } = inventory
  return [
    ...(hypervisor === null ? [] : [['virtual', `run by ${hypervisor}`] as const]),
    ...disks.map(({ name, bytes }) => ['disk', `${name}, ${formatBytes(bytes)}`] as const),
    ...disagreements.map(
      ({ what, kernel, other }) =>
        ['differs', `${what}: the kernel says ${kernel}, systeminformation ${other}`] as const,
    ),
  ]
}

function factsText(name: string, facts: BoardFacts): string {
  const { cpu, os, runtime } = facts
  const rows: readonly (readonly [string, string])[] = [
    ['host', facts.hostname],
    ['machine', facts.model ?? unknown],
    ['chip', facts.soc ?? unknown],
    ['processor', `${cpu.model}, ${cpu.availableCores} of ${cpu.logicalCores} cores usable`],
    ...facts.clusters.map(
      ({ name, cpus, maxKhz }) =>
        [
          'cluster',
          `${name}: ${cpus.length} cores${maxKhz === null ? '' : ` up to ${(maxKhz / 1e6).toFixed(2)} GHz`}`,
        ] as const,
    ),
    ['memory', formatBytes(facts.memoryBytes)],
    ...inventoryRows(facts.inventory),
    ['system', `${os.name}, kernel ${os.kernel}, ${os.arch}, ${os.libc ?? 'libc unknown'}`],
    [
      'runtime',
      `Node ${runtime.node}, ONNX Runtime ${runtime.ort} (${runtime.providers.join(', ')}), ${runtime.koffi === null ? 'no koffi: the engine ort-c does not start' : `koffi ${runtime.koffi}`}`,
    ],
    ...facts.cpuPolicies.map(
      ({ policy, governor }) => ['governor', `${policy}: ${governor ?? unknown}`] as const,
    ),
  ]
  const lines = rows.map(([what, value]) => wrapped(`${what.padEnd(10)} ${value}`, '  '))
  return [name, ...lines].join('\n')
}
