// What Prometheus reads: names and units by its conventions, one line a fact, nothing that was not seen lately.

import { describe, expect, test } from 'vitest'
import { metricsText } from '../../src/main/exporter/metrics.ts'
import { BoardReadings } from '../../src/main/telemetry/readings.ts'
import type { TelemetryDescription, TelemetrySeries } from '../../src/shared/telemetry.ts'

const series: readonly (readonly [TelemetrySeries, number | null])[] = [
  [{ kind: 'frequency', name: 'policy0', cpus: [0, 1], mostHertz: 2.4e9 }, 1.8e9],
  [{ kind: 'core-load', name: 'cpu1', cpu: 1 }, 0.25],
  [{ kind: 'temperature', name: 'soc-thermal', passive: 85, critical: null }, 48.5],
  [{ kind: 'temperature', name: 'gpu-thermal', passive: null, critical: null }, null],
  [{ kind: 'throttle-events', name: 'processor' }, 7],
  [{ kind: 'throttle-flags', name: 'Raspberry Pi' }, 0b0101],
  [{ kind: 'memory', name: 'used', totalBytes: 8e9 }, 2e9],
  [{ kind: 'power', name: '', source: 'ina3221 1-0040', role: 'total' }, 5.5],
  [{ kind: 'power', name: 'VDD "CPU"', source: 'ina3221 1-0040', role: 'rail' }, 2],
  [{ kind: 'device-load', name: 'fdab0000.npu', device: 'npu' }, 0.12],
]

const description: TelemetryDescription = {
  bootId: 'boot',
  tracks: [{ hz: 1, series: series.map(([one]) => one) }],
  powerSources: [
    {
      id: 'ina3221 1-0040',
      method: 'input-rail',
      reading: 'volts-and-amperes',
      rails: [{ name: 'VDD_IN', inTotal: true }],
      coverage: 'whole',
      hz: 10,
      uncertainty: null,
    },
  ],
  missing: [],
}

function seenAt(atMs: number): BoardReadings {
  const readings = new BoardReadings('pi')
  readings.open({ type: 'opened', atNs: 0, description }, atMs)
  const values = series.map(([, value]) => [value, value])
  readings.take({ type: 'samples', track: 0, atNs: [0, 1e9], values }, atMs + 1_000)
  return readings
}

const linesOf = async (boards: Parameters<typeof metricsText>[0], nowMs: number) =>
  (await metricsText(boards, nowMs)).text.split('\n').filter((line) => !/^(#|$)/.test(line))

describe('/metrics', () => {
  test('a board’s figures in base units, each part of it by its label', async () => {
    const readings = seenAt(0)
    expect(await linesOf([{ id: 'pi', name: 'Pi 5', readings }], 2_000)).toEqual([
      'benchtop_board_up{board="Pi 5"} 1',
      'benchtop_cpu_frequency_hertz{board="Pi 5",policy="policy0"} 1800000000',
      'benchtop_cpu_core_load_ratio{board="Pi 5",cpu="1"} 0.25',
      'benchtop_temperature_celsius{board="Pi 5",zone="soc-thermal"} 48.5',
      'benchtop_throttle_events_total{board="Pi 5",source="processor"} 7',
      'benchtop_throttle_active{board="Pi 5",source="Raspberry Pi",condition="under-voltage"} 1',
      'benchtop_throttle_active{board="Pi 5",source="Raspberry Pi",condition="frequency-capped"} 0',
      'benchtop_throttle_active{board="Pi 5",source="Raspberry Pi",condition="throttled"} 1',
      'benchtop_throttle_active{board="Pi 5",source="Raspberry Pi",condition="soft-temperature-limit"} 0',
      'benchtop_memory_used_bytes{board="Pi 5"} 2000000000',
      'benchtop_memory_size_bytes{board="Pi 5"} 8000000000',
      'benchtop_power_watts{board="Pi 5",source="ina3221 1-0040",method="input-rail",coverage="whole"} 5.5',
      'benchtop_power_rail_watts{board="Pi 5",source="ina3221 1-0040",rail="VDD \\"CPU\\""} 2',
      expect.stringMatching(/^benchtop_device_load_ratio\{.*kind="npu"\} 0\.11999/),
      'benchtop_energy_joules_total{board="Pi 5",source="ina3221 1-0040"} 5.5',
    ])
  })

  test('what was not seen for seconds is left out, and the board is down', async () => {
    const lines = await linesOf([{ id: 'pi', name: 'Pi 5', readings: seenAt(0) }], 60_000)
    expect(lines).toEqual([
      'benchtop_board_up{board="Pi 5"} 0',
      'benchtop_energy_joules_total{board="Pi 5",source="ina3221 1-0040"} 5.5',
    ])
  })

  test('boards of one name are told apart; one that was never seen is down', async () => {
    const lines = await linesOf(
      [
        { id: 'pi-1', name: 'Pi', readings: null },
        { id: 'pi-2', name: 'Pi', readings: null },
      ],
      0,
    )
    expect(lines).toEqual([
      'benchtop_board_up{board="Pi (pi-1)"} 0',
      'benchtop_board_up{board="Pi (pi-2)"} 0',
    ])
  })

  test('what a board says that can’t be keeps neither its own other figures nor other boards back', async () => {
    const odd: readonly (readonly [TelemetrySeries, number])[] = [
      [{ kind: 'throttle-events', name: 'processor' }, -1],
      [{ kind: 'power', name: '', source: 'ina', role: 'total' }, 1e300],
      [{ kind: 'temperature', name: 'a', passive: null, critical: null }, 40],
      [{ kind: 'temperature', name: 'a', passive: null, critical: null }, 48],
    ]
    const readings = new BoardReadings('odd')
    const tracks = [{ hz: 1, series: odd.map(([one]) => one) }]
    readings.open({ type: 'opened', atNs: 0, description: { ...description, tracks } }, 0)
    const values = odd.map(([, value]) => [value, value])
    readings.take({ type: 'samples', track: 0, atNs: [0, 1e9], values }, 1_000)
    const lines = await linesOf(
      [
        { id: 'odd', name: 'odd', readings },
        { id: 'pi', name: 'Pi 5', readings: seenAt(0) },
      ],
      2_000,
    )
    expect(lines.filter((line) => line.includes('odd'))).toEqual([
      'benchtop_board_up{board="odd"} 1',
      'benchtop_temperature_celsius{board="odd",zone="a"} 48',
    ])
    expect(lines).toContain('benchtop_board_up{board="Pi 5"} 1')
  })

  test('every name has one kind and one line of help, and none lingers from a scrape before', async () => {
    const board = { id: 'pi', name: 'Pi 5', readings: seenAt(0) }
    const { text } = await metricsText([board], 2_000)
    const names = [...text.matchAll(/^# TYPE (\S+) (gauge|counter)$/gm)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(text.match(/^# HELP /gm)).toHaveLength(names.length)
    const after = await metricsText([{ ...board, readings: null }], 2_000)
    expect(after.text).not.toContain('hertz')
  })
})
