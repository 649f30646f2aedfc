// A look at a board over SSH before a sweep: its /sys is that of a board that is hot, throttled and slowed by its governor.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspectLibrary, preflight } from '../../src/main/board/look.ts'
import type { BoardId } from '../../src/shared/board.ts'
import { TestBench } from '../core/bench.ts'
import { addAndTrust } from './first-sweep.ts'
import { namespaceLack, skipped } from './lack.ts'
import { type NamespaceBoard, startNamespaceBoard } from './namespace-board.ts'

describe.skipIf(skipped(namespaceLack()))('a look at a board', () => {
  let netns: NamespaceBoard
  let desk: TestBench
  let board: BoardId

  beforeAll(async () => {
    netns = await startNamespaceBoard({ diskMiB: 400 })
    desk = new TestBench()
    board = await addAndTrust(desk, netns)
    await desk.bench.boards.connect(board)
  })
  afterAll(async () => {
    await desk?.dispose()
    await netns?.stop()
  })

  /** Puts files in the place of a folder of /sys, on this board alone; false where its kernel has no such folder. */
  async function cover(folder: string, files: Readonly<Record<string, string>>): Promise<boolean> {
    const writes = Object.entries(files).map(([name, text]) => {
      const path = `${folder}/${name}`
      return `mkdir -p ${path.slice(0, path.lastIndexOf('/'))} && echo '${text}' >${path}`
    })
    const mount = `mount -t tmpfs -o mode=755 none ${folder}`
    const script = [`[ -d ${folder} ] || exit 0`, mount, ...writes, 'echo done'].join('\n')
    return (await netns.exec(script)).trim() === 'done'
  }

  test('says that it is hot, throttled and under a governor that follows the load', async () => {
    const hasThermal = await cover('/sys/class/thermal', {
      'thermal_zone0/type': 'bigcore0-thermal',
      'thermal_zone0/temp': '83000',
      'thermal_zone0/trip_point_0_type': 'passive',
      'thermal_zone0/trip_point_0_temp': '85000',
      'cooling_device0/type': 'cpufreq-cpu0',
      'cooling_device0/cur_state': '3',
      'cooling_device1/type': 'pwm-fan',
      'cooling_device1/cur_state': '4',
    })
    const hasFrequency = await cover('/sys/devices/system/cpu/cpufreq', {
      'policy0/related_cpus': '0',
      'policy0/scaling_governor': 'schedutil',
    })
    expect([hasThermal, hasFrequency]).toContain(true)
    const findings = await preflight(desk.bench.boards, board)
    const steady = findings.filter(({ kind }) => kind !== 'load' && kind !== 'steal')
    expect(steady).toEqual([
      ...(hasFrequency ? [{ kind: 'governor', policy: 'policy0', governor: 'schedutil' }] : []),
      ...(hasThermal
        ? [
            { kind: 'hot', zone: 'bigcore0-thermal', milliC: 83_000, limitMilliC: 85_000 },
            { kind: 'throttled', source: 'cpufreq-cpu0' },
          ]
        : []),
    ])
  })

  test('names the program that keeps its processor busy', async () => {
    await netns.exec(
      'cd /home/edge; cp /bin/sh board-hog; ./board-hog -c "while :; do :; done" >/dev/null 2>&1 & echo $! >hog.pid',
    )
    const findings = await preflight(desk.bench.boards, board)
    await netns.exec('kill -9 $(cat /home/edge/hog.pid)')
    const programs = findings.flatMap((finding) =>
      finding.kind === 'load' ? finding.programs.map(({ name }) => name) : [],
    )
    expect(programs).toContain('board-hog')
  })

  test('says what a library there is, or why it is none', async () => {
    const home = '/home/edge/.benchtop'
    const [path = ''] = (
      await netns.exec(`ls ${home}/ort/*/node_modules/onnxruntime-node/bin/*/linux/*/*.so.1`)
    ).split('\n')
    expect(await inspectLibrary(desk.bench.boards, board, path)).toMatchObject({
      version: '1.30.0',
      apiVersion: 30,
      providers: expect.arrayContaining(['CPUExecutionProvider']),
    })
    await expect(
      inspectLibrary(desk.bench.boards, board, '/usr/lib/none/libonnxruntime.so'),
    ).rejects.toMatchObject({ fault: { code: 'library-missing' } })
  })
})
