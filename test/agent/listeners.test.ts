// Who reads the journal of a run while it grows: known by its supervisor for as long as it lives, and for no longer.

import { readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { homeAt, runFiles } from '../../src/agent/home.ts'
import { listenersIn } from '../../src/agent/run/listeners.ts'
import { perceptron } from '../fixtures/onnx.ts'
import { buildAgent, endlessLimits, freshRun, pause, planOf, TestHome } from './agent.ts'

let home: TestHome
beforeAll(() => {
  buildAgent()
  home = new TestHome()
})
afterAll(() => home.remove())

test.runIf(process.platform === 'linux')(
  'a process that attaches is told from other programs, also after it was killed',
  async () => {
    const model = await home.addModel(perceptron())
    const run = freshRun()
    await home.call('start', { run, plan: planOf(model, { limits: endlessLimits }) })
    const files = runFiles(homeAt(home.dir), run)
    expect(listenersIn(files.listenersDir)).toEqual([])

    const reader = home.spawn('attach')
    reader.stdout?.resume()
    reader.stdin?.end(JSON.stringify({ run, since: 0 }))
    while (listenersIn(files.listenersDir).length === 0) await pause(20)
    expect(listenersIn(files.listenersDir)).toEqual([reader.pid])

    const gone = new Promise((done) => reader.once('close', done))
    reader.kill('SIGKILL')
    await gone
    expect(readdirSync(files.listenersDir)).toHaveLength(1)
    expect(listenersIn(files.listenersDir)).toEqual([])
    writeFileSync(`${files.listenersDir}/torn.json`, '{')
    expect(listenersIn(files.listenersDir)).toEqual([])

    const ends = home.attach(run)
    while (listenersIn(files.listenersDir).length === 0) await pause(20)
    await home.call('cancel', { run })
    await ends
    expect(listenersIn(files.listenersDir)).toEqual([])
  },
)
