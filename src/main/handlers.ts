// What each call from the window does. Requests are parsed already; a thrown fault becomes the answer.

import type { z } from 'zod'
import { fail } from '../shared/fault.ts'
import type { AppInfo, CallAnswer, CallName, callRequests } from '../shared/ipc.ts'
import type { ReportFormat } from '../shared/report.ts'
import type { TuningExportFormat } from '../shared/tuning-export.ts'
import type { Bench } from './bench.ts'
import { importableHosts, importHosts } from './board/import.ts'
import { inspectLibrary, preflight } from './board/look.ts'
import { GrantedPaths } from './granted-paths.ts'
import { histogram } from './run/histogram.ts'
import { seriesOf } from './run/series.ts'
import { Stoppable } from './stoppable.ts'

type ParsedRequest<N extends CallName> = z.output<(typeof callRequests)[N]>
export type Handlers = {
  readonly [N in CallName]: (request: ParsedRequest<N>) => CallAnswer<N> | Promise<CallAnswer<N>>
}

/** What the window's own side must do for the page. */
export interface Desktop {
  readonly info: AppInfo
  chooseModel(): Promise<string | null>
  chooseKey(): Promise<string | null>
  chooseReport(name: string, format: ReportFormat): Promise<string | null>
  chooseTuning(name: string, format: TuningExportFormat): Promise<string | null>
  reveal(path: string): void
  chooseMeter(): Promise<string | null>
  choosePlan(): Promise<string | null>
  choosePlanTarget(name: string): Promise<string | null>
  /** `folder`: a folder of samples in place of a file. */
  chooseInput(folder: boolean): Promise<string | null>
  openInBrowser(url: string): Promise<void>
  holdClosing(): void
  quit(runs: 'leave' | 'cancel'): Promise<void>
}

/** `paths` grows by what the user chooses in the dialogs, and by what is dropped into the window. */
export function createHandlers(
  bench: Bench,
  desktop: Desktop,
  paths: GrantedPaths = new GrantedPaths(),
): Handlers {
  const { boards, exporter, inputFiles, meters, models, profiles, runs } = bench
  const { settings, telemetry, tunings, variants } = bench
  const preparing = new Stoppable()
  return {
    'app.info': () => desktop.info,
    'app.holdClosing': () => {
      desktop.holdClosing()
      return null
    },
    'app.quit': async ({ runs: choice }) => {
      await desktop.quit(choice)
      return null
    },
    'settings.get': () => settings.get(),
    'settings.set': (change) => settings.set(change),
    'boards.list': () => boards.list(),
    'boards.add': ({ name, address }) => boards.addSsh(name, address),
    'boards.edit': ({ board, name, address }) => boards.edit(board, name, address),
    'boards.remove': async ({ board }) => {
      boards.remove(board)
      await telemetry.forget(board)
      await runs.abandon(board)
      return null
    },
    'boards.connect': async ({ board }) => {
      const view = await boards.connect(board)
      if (view.connection.kind === 'ready') {
        runs.resume(board)
        telemetry.wake(board)
      }
      return view
    },
    'boards.disconnect': async ({ board }) => {
      exporter.drop(board)
      await telemetry.rest(board)
      await boards.disconnect(board)
      return null
    },
    'boards.clean': async ({ board }) => {
      const { freedBytes } = await runs.clean(board)
      return { freedBytes }
    },
    'boards.preflight': ({ board }) => preflight(boards, board),
    'boards.inspectLibrary': ({ board, path }) => inspectLibrary(boards, board, path),
    'tuning.inspect': ({ board }) => tunings.inspect(board),
    'tuning.apply': ({ board, ...request }) => tunings.apply(board, request),
    'tuning.renew': ({ board, leftMs }) => tunings.renew(board, leftMs),
    'tuning.restore': ({ board }) => tunings.restore(board),
    'tuning.forget': ({ board }) => tunings.forget(board),
    'tuning.install': ({ board, remove }) => tunings.install(board, remove),
    'tuning.helperFiles': ({ board }) => bench.helperFiles(board),
    'tuning.profiles': () => profiles.list(),
    'tuning.saveProfile': ({ name, tuning }) => profiles.save(name, tuning, Date.now()),
    'tuning.renameProfile': ({ profile, name }) => profiles.rename(profile, name),
    'tuning.removeProfile': ({ profile }) => {
      profiles.remove(profile)
      return null
    },
    'tuning.export': ({ path, ...wanted }) =>
      bench.tuningExport.save(wanted, paths.granted('write', path)),
    'boards.trust': ({ board, fingerprint }) => {
      boards.trust(board, fingerprint)
      return null
    },
    'boards.importable': () => importableHosts(boards),
    'boards.import': ({ hosts }) => importHosts(boards, hosts),
    'exporter.state': () => exporter.state,
    'exporter.set': (setting) => bench.setExporter(setting),
    'telemetry.watch': ({ boards: watched, hz }) => telemetry.look('window', watched, hz),
    'telemetry.history': ({ board }) => telemetry.history(board),
    'login.pending': () => bench.questions.pending(),
    'login.answer': (answer) => {
      bench.questions.answer(answer)
      return null
    },
    'models.list': () => models.list(),
    'models.add': ({ path }) => models.add(path),
    'models.addZoo': ({ zoo }) => models.addZoo(zoo),
    'models.cancelZoo': ({ zoo }) => {
      models.cancelZoo(zoo)
      return null
    },
    'models.configure': async (request) => {
      const { sha256 } = await preparing.run((signal) => variants.restored(request.sha256, signal))
      return models.configure({ ...request, sha256 })
    },
    'models.rename': ({ sha256, name }) => models.rename(sha256, name),
    'models.addInput': (request) => {
      paths.granted('read', request.path)
      return inputFiles.add(request)
    },
    'models.remove': async ({ sha256 }) => {
      variants.cancel(sha256)
      await models.remove(sha256)
      return null
    },
    'models.makeVariant': ({ original, recipe }) => variants.make(original, recipe),
    'models.cancelVariant': ({ original }) => {
      variants.cancel(original)
      return null
    },
    'models.linkVariant': (request) => bench.variantLinks.link(request),
    'models.compareVariant': (request) => bench.variantComparison.compare(request),
    'models.setThreshold': (request) => bench.variantLinks.setThreshold(request),
    'runs.list': () => runs.list(),
    'runs.start': async ({ board, plan }) => {
      const restored = await preparing.run((signal) => variants.restore(plan.models, signal))
      return runs.start(board, { ...plan, models: restored })
    },
    'runs.cancel': async ({ run }) => {
      await runs.cancel(run)
      return null
    },
    'runs.get': ({ run }) => runs.snapshot(run),
    'runs.remove': async ({ run }) => {
      await runs.remove(run)
      return null
    },
    'runs.note': ({ run, note }) => {
      runs.setNote(run, note)
      return null
    },
    'runs.histogram': ({ run, point, repetition, bins }) =>
      histogram(runs.samples(run, point, repetition), bins),
    'runs.series': ({ run, point, repetition }) => seriesOf(runs.windows(run, point, repetition)),
    'runs.environment': ({ run, point, repetition }) => runs.environment(run, point, repetition),
    'runs.power': ({ run, point, repetition }) => runs.power(run, point, repetition),
    'meters.look': ({ path }) => meters.look(paths.granted('read', path)),
    'meters.get': ({ run }) => meters.view(run),
    'meters.attach': ({ run, path, columns }) =>
      meters.attach(run, paths.granted('read', path), columns, null),
    'meters.move': ({ run, offsetNs }) => meters.move(run, offsetNs),
    'meters.remove': ({ run }) => {
      meters.remove(run)
      return null
    },
    'reports.save': async ({ path, ...wanted }) => ({
      path: await bench.reports.save({ ...wanted, samples: false }, paths.granted('write', path)),
    }),
    'reports.reveal': ({ path }) => {
      if (!bench.reports.isSaved(path)) fail('not-found', { what: 'report', id: path })
      desktop.reveal(path)
      return null
    },
    'plans.read': ({ path }) => {
      const granted = paths.granted('read', path)
      return preparing.run((signal) => bench.plans.read(granted, signal))
    },
    'plans.cancel': () => {
      preparing.stop()
      return null
    },
    'plans.save': async ({ plan, path, board }) => {
      await bench.plans.save(plan, paths.granted('write', path), board ?? null)
      return null
    },
    'references.list': () => bench.references(),
    'references.open': async ({ id }) => {
      const reference = bench.references().find((entry) => entry.id === id)
      if (reference === undefined) fail('not-found', { what: 'reference', id })
      await desktop.openInBrowser(reference.sourceUrl)
      return null
    },
    'dialog.openModel': async () => ({ path: await desktop.chooseModel() }),
    'dialog.openKey': async () => ({ path: await desktop.chooseKey() }),
    'dialog.saveReport': async ({ name, format }) =>
      paths.grant('write', await desktop.chooseReport(name, format)),
    'dialog.openMeter': async () => paths.grant('read', await desktop.chooseMeter()),
    'dialog.openPlan': async () => paths.grant('read', await desktop.choosePlan()),
    'dialog.savePlan': async ({ name }) =>
      paths.grant('write', await desktop.choosePlanTarget(name)),
    'dialog.saveTuning': async ({ name, format }) =>
      paths.grant('write', await desktop.chooseTuning(name, format)),
    'dialog.openInput': async ({ folder }) =>
      paths.grant('read', await desktop.chooseInput(folder)),
  }
}
