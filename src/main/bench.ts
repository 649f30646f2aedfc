// The core of Benchtop, put together: the same for the window and for the command, free of Electron.

import { join } from 'node:path'
import type { BoardId } from '../shared/board.ts'
import type { ExporterSetting, ExporterState } from '../shared/exporter.ts'
import type { HelperFile, ModelRecord, Topics } from '../shared/ipc.ts'
import type { Reference } from '../shared/reference.ts'
import { samplesOf } from '../shared/variant-terms.ts'
import { Boards } from './board/boards.ts'
import { createConnect } from './board/connect.ts'
import { helperFiles } from './board/helper-files.ts'
import { runtimePinsSchema } from './board/runtime-pins.ts'
import { Tunings } from './board/tuning.ts'
import { TuningExport } from './board/tuning-export.ts'
import { Exporter } from './exporter/exporter.ts'
import { findCacheDir, type Installation } from './installation.ts'
import type { Ask } from './login/ask.ts'
import { LoginQuestions } from './login/questions.ts'
import { Meters } from './meter/meters.ts'
import { InputFiles } from './model/input-files.ts'
import { LocalAgent } from './model/local-agent.ts'
import { Models } from './model/models.ts'
import { pictureDecoder } from './model/picture.ts'
import { SharedWork } from './model/shared-work.ts'
import { VariantComparison } from './model/variant-comparison.ts'
import { VariantLinks } from './model/variant-links.ts'
import { Variants } from './model/variants.ts'
import { Plans } from './plan/plans.ts'
import { Precisions } from './plan/precisions.ts'
import type { Publish } from './publish.ts'
import { readReferences } from './reference/catalogue.ts'
import { Reports } from './report/reports.ts'
import { OtherPrograms } from './run/other-programs.ts'
import { Runs } from './run/runs.ts'
import { BoardStore } from './store/boards.ts'
import { StoreChanges } from './store/changes.ts'
import { RunClaims } from './store/claims.ts'
import { openDatabase } from './store/db.ts'
import { MeterStore } from './store/meters.ts'
import { ModelStore } from './store/models.ts'
import { ProfileStore } from './store/profiles.ts'
import { RunStore } from './store/runs.ts'
import { type Cipher, SecretStore, UnsealedSecrets } from './store/secrets.ts'
import { SettingsStore } from './store/settings.ts'
import { TrustedKeyStore } from './store/trusted-keys.ts'
import { Telemetry } from './telemetry/telemetry.ts'

export interface Bench {
  readonly boards: Boards
  readonly questions: LoginQuestions
  readonly tunings: Tunings
  readonly profiles: ProfileStore
  readonly tuningExport: TuningExport
  /** What installing the helper would put on a board. */
  helperFiles(board: BoardId): Promise<readonly HelperFile[]>
  readonly models: Models
  readonly variants: Variants
  readonly variantComparison: VariantComparison
  readonly variantLinks: VariantLinks
  readonly precisions: Precisions
  readonly inputFiles: InputFiles
  readonly runs: Runs
  readonly meters: Meters
  readonly telemetry: Telemetry
  readonly exporter: Exporter
  /** Serves connected boards to Prometheus or no more, as the person wants it from now on. Never rejects. */
  setExporter(setting: ExporterSetting): Promise<ExporterState>
  readonly plans: Plans
  readonly settings: SettingsStore
  readonly references: () => readonly Reference[]
  readonly reports: Reports
  /** Gives back the room of what nothing here uses any more: input files, and variants that were never made whole. */
  prune(): Promise<void>
  /** From now on tells what other programs write to the same store. */
  watchOthers(): void
  /** Stops following runs, closes every link and the database; boards go on measuring. */
  close(): Promise<void>
}

export interface Person {
  /** Null where the window asks: the questions then wait in `Bench.questions`. */
  readonly ask: Ask | null
  /** Null where secrets end with this program. */
  readonly cipher: Cipher | null
}

export function openBench(
  installation: Installation,
  dataDir: string,
  publish: Publish,
  person: Person,
): Bench {
  const db = openDatabase(join(dataDir, 'benchtop.sqlite'))
  const modelStore = new ModelStore(db)
  const trustedKeys = new TrustedKeyStore(db)
  const questions = new LoginQuestions(publish)
  const { cipher } = person
  const secrets = cipher === null ? new UnsealedSecrets(db) : new SecretStore(db, cipher)
  const connect = createConnect({
    agentPath: installation.agentPath,
    modulesDir: installation.rootDir,
    runtimePins: runtimePinsSchema.parse(installation.readResource('runtimes.json')),
    cacheDir: findCacheDir(),
    localHome: join(dataDir, 'this-computer'),
    trust: trustedKeys,
    ask: person.ask ?? questions.ask,
    secrets,
  })
  const boards = new Boards({
    store: new BoardStore(db),
    trustedKeys,
    secrets,
    connect,
    publish: (topic, message) => {
      publish(topic, message)
      if (topic === 'board.changed') exporter.boardsChanged()
    },
  })
  const runStore = new RunStore(db)
  const tunings = new Tunings({
    boards,
    ask: person.ask ?? questions.ask,
    isMeasured: (id) => runStore.listUnfinished().some(({ boardId }) => boardId === id),
  })
  const agent = new LocalAgent(boards, publish)
  const variantsDir = join(dataDir, 'variants')
  const models = new Models({
    store: modelStore,
    agent,
    zooDir: join(dataDir, 'zoo'),
    variantsDir,
  })
  const inputFiles = new InputFiles(
    modelStore,
    join(dataDir, 'inputs'),
    pictureDecoder(installation.decoderPath, installation.rootDir),
  )
  const made = { store: modelStore, agent, inputFiles, work: new SharedWork<ModelRecord>() }
  const variants = new Variants({ ...made, dir: variantsDir })
  const variantLinks = new VariantLinks(modelStore)
  const variantComparison = new VariantComparison({ ...made, variants })
  const precisions = new Precisions({
    variants,
    comparison: variantComparison,
    links: variantLinks,
    find: (sha256) => modelStore.get(sha256),
  })
  const settings = new SettingsStore(db)
  const telemetry = new Telemetry({ boards, store: runStore, publish })
  const exporter = new Exporter({ boards, telemetry })
  const meters = new Meters({
    store: runStore,
    meters: new MeterStore(db),
    changed: (record) => publish('run.changed', record),
  })
  const runs = new Runs({
    store: runStore,
    meters,
    claims: new RunClaims(join(dataDir, 'followed')),
    models: modelStore,
    inputFiles,
    boards,
    tunings,
    publish: (topic, message) => {
      publish(topic, message)
      if (topic === 'run.events') {
        const { run, events } = message as Topics['run.events']
        telemetry.hear(run, events)
      }
    },
  })
  let read: readonly Reference[] | null = null
  const references = () => (read ??= readReferences(installation.resourcePath('references')))
  const reports = new Reports({
    snapshot: (run) => runs.snapshot(run),
    samples: (run, point, repetition) => runs.samples(run, point, repetition),
    model: (sha256) => modelStore.get(sha256),
    references,
    benchtop: installation.version,
    pagePath: join(installation.rootDir, 'out', 'report', 'report.html'),
  })
  const others = new OtherPrograms({
    changes: new StoreChanges(db),
    store: runStore,
    runs,
    publish,
  })
  return {
    boards,
    questions,
    tunings,
    profiles: new ProfileStore(db),
    tuningExport: new TuningExport({ boards, tunings, benchtop: installation.version }),
    helperFiles: (board) =>
      helperFiles(boards.board(board), installation.resourcePath('board/benchtop-tune')),
    models,
    variants,
    variantComparison,
    variantLinks,
    precisions,
    inputFiles,
    runs,
    meters,
    telemetry,
    exporter,
    setExporter: async (setting) => {
      settings.set({ exporter: setting })
      // What stands in the way is its state.
      await (setting.on ? exporter.start(setting, 'connected') : exporter.stop()).catch(
        () => undefined,
      )
      return exporter.state
    },
    plans: new Plans({ boards, models, precisions, inputFiles }),
    settings,
    references,
    reports,
    prune: async () => {
      const plans = [...runStore.list().map(({ plan }) => plan), settings.get().lastPlan]
      const planned = plans.flatMap((plan) => plan?.models ?? [])
      const records = modelStore.list()
      const looked = records.flatMap(({ variant }) => (variant === null ? [] : samplesOf(variant)))
      await inputFiles.prune([...records, ...planned, ...looked].map(({ inputs }) => inputs))
      await variants.prune()
    },
    watchOthers: () => others.start(),
    close: async () => {
      others.stop()
      tunings.close()
      await exporter.stop()
      await telemetry.close()
      await runs.stopAll()
      await boards.closeAll()
      db.close()
    },
  }
}
