// Reading a wrong file of /sys has reset a board, so none is searched: whatever Benchtop's own programs open there, from the
// first look at a board over a tuning to the end of a sweep, is on this list (quirk 40 of BOARDS, section 7). The board's
// log of openings tells.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tunableAt } from '../../src/shared/tuning-paths.ts'
import { until } from '../core/bench.ts'
import type { Opened } from './board-sysfs.ts'
import { startSweep } from './first-sweep.ts'
import { skipped, sysfsLack } from './lack.ts'
import { TuningDesk } from './tuning-desk.ts'

const cpu = '/sys/devices/system/cpu'
const policy = `${cpu}/cpufreq/policy\\d+`

/** What may be read besides the files that may be written. */
const readable = [
  `${cpu}/(possible|present|online|offline)`,
  `${cpu}/cpu\\d+/(cpu_capacity|regs/identification/midr_el1|acpi_cppc/nominal_freq)`,
  `${cpu}/cpu\\d+/topology/physical_package_id`,
  `${cpu}/cpu\\d+/thermal_throttle/(core|package)_throttle_count`,
  `${policy}/(related|affected)_cpus`,
  `${policy}/(cpuinfo_(min|max|cur)_freq|base_frequency|bios_limit)`,
  `${policy}/scaling_(driver|cur_freq|(available|boost)_frequencies|available_governors)`,
  `${policy}/energy_performance_available_preferences`,
  '/sys/class/thermal/thermal_zone\\d+/(type|temp|trip_point_\\d+_(type|temp))',
  '/sys/class/thermal/cooling_device\\d+/(type|cur_state|max_state)',
  '/sys/class/devfreq/[^/]+/(cur_freq|load|available_(frequencies|governors))',
  '/sys/class/hwmon/hwmon\\d+/(name|device/name|in[1-3]_(label|input)|curr[1-3]_input)',
  '/sys/class/hwmon/hwmon\\d+/(device/)?power\\d+_(label|input|average)',
  '/sys/class/powercap/intel-rapl:[\\d:]+/(name|energy_uj|max_energy_range_uj)',
  '/sys/class/power_supply/[^/]+/(type|scope|status|capacity|(power|current|voltage)_now)',
  '/sys/kernel/debug/rknpu/load',
  '/sys/devices/platform/[^/]+/load',
  '/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled',
].map((pattern) => new RegExp(`^${pattern}$`))

/** What systeminformation has its shells and lscpu read once per connect: another program's habits, and nothing below. */
const isInventory = ({ program, command, path }: Opened) =>
  program === 'lscpu' ||
  (/^\/sys\/devices\/virtual\/dmi\/id\//.test(path) && ['cat', 'dash'].includes(program)) ||
  (path.endsWith('/cpu0/cpufreq/scaling_governor') && command.startsWith('cat '))

/** What ONNX Runtime itself opens when it is loaded: it looks for graphics cards, and counts processors. */
const isOnnxRuntime = ({ program, path }: Opened) =>
  program === 'node' &&
  /^\/sys\/devices\/(system\/cpu\/kernel_max|pci[0-9a-f:./]+\/class)$/.test(path)

const isAllowed = (opened: Opened) =>
  !opened.isPoison &&
  (isInventory(opened) ||
    isOnnxRuntime(opened) ||
    tunableAt(opened.path) !== null ||
    (!opened.forWriting && readable.some((pattern) => pattern.test(opened.path))))

describe.skipIf(skipped(sysfsLack()))('what is opened of /sys', () => {
  let tuning: TuningDesk

  beforeAll(async () => {
    tuning = await TuningDesk.start('bl2', 'all')
  })
  afterAll(() => tuning?.stop())

  /** The files off the list that were opened meanwhile, each once, with who did it. */
  async function forbiddenDuring(work: () => Promise<unknown>): Promise<string[]> {
    await tuning.board.sys.mark()
    await work()
    const opened = await tuning.board.sys.opened()
    expect(opened.length).toBeGreaterThan(0)
    const forbidden = opened.filter((one) => !isAllowed(one))
    return [...new Set(forbidden.map(({ path, program, comm }) => `${path} by ${program} ${comm}`))]
  }

  test('40: a file off the list is seen, whoever opens it', async () => {
    const poison = `${cpu}/cpufreq/policy0/poison`
    const node = '$(find /home/edge/.benchtop -name node -type f | head -n 1)'
    const script = `require("fs").readFileSync("${poison}")`
    const forbidden = await forbiddenDuring(() =>
      tuning.board.exec(`su edge -c '${node} -e "${script.replaceAll('"', '\\"')}"'`),
    )
    expect(forbidden).toEqual([expect.stringMatching(`^${poison} by node`)])
  })

  test('is on the list while a board is connected and looked at', async () => {
    expect(
      await forbiddenDuring(async () => {
        await tuning.desk.bench.boards.disconnect(tuning.id)
        await tuning.desk.bench.boards.connect(tuning.id)
        for (const layout of ['rk3588', 'orin', 'intel-pstate', 'amd', 'pi5', 'bl2'] as const) {
          await tuning.become(layout)
          await tuning.inspect()
        }
      }),
    ).toEqual([])
  })

  test('is on the list while somebody looks at what the board does', async () => {
    const { telemetry } = tuning.desk.bench
    expect(
      await forbiddenDuring(async () => {
        for (const layout of ['rk3588', 'orin', 'intel-pstate', 'amd', 'pi5', 'bl2'] as const) {
          await tuning.become(layout)
          telemetry.look('window', [tuning.id], 20)
          await until(() => telemetry.seen(tuning.id)?.view.state.kind === 'live')
          const since = telemetry.seen(tuning.id)?.readings.processes?.atMs ?? 0
          await until(() => (telemetry.seen(tuning.id)?.readings.processes?.atMs ?? 0) > since)
          telemetry.look('window', [], 1)
          await until(() => telemetry.seen(tuning.id)?.view.state.kind === 'off')
        }
      }),
    ).toEqual([])
  })

  test('is on the list while the helper is installed, clocks are set and given back', async () => {
    expect(
      await forbiddenDuring(async () => {
        await tuning.install()
        for (const layout of ['rk3588', 'intel-pstate', 'bl2'] as const) {
          await tuning.become(layout)
          await tuning.inspect()
          await tuning.tune({ policies: [{ governor: 'performance' }] })
          await tuning.restore()
        }
      }),
    ).toEqual([])
  })

  test('is on the list during a whole sweep', async () => {
    expect(
      await forbiddenDuring(async () => {
        const run = await startSweep(tuning.desk, tuning.id, [1, 2])
        await tuning.desk.bench.runs.settled(run)
        expect(tuning.desk.bench.runs.record(run)).toMatchObject({ measuredPoints: 2 })
      }),
    ).toEqual([])
  })
})
