import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildAgent, root, systemNode, TestHome } from './agent.ts'

let home: TestHome
beforeAll(buildAgent)
beforeEach(() => {
  home = new TestHome()
})
afterEach(() => home.remove())

test('says what the board is', async () => {
  const facts = await home.call('hello', {})
  expect(facts.os.platform).toBe(platform())
  expect(facts.os.arch).toBe(arch())
  expect(facts.runtime.node).toBe(process.versions.node)
  expect(facts.runtime.ort).toMatch(/^\d+\.\d+\.\d+$/)
  expect(facts.runtime.koffi).toMatch(/^3\.\d+\.\d+$/)
  expect(facts.runtime.providers).toContain('CPUExecutionProvider')
  expect(facts.cpu.availableCores).toBeLessThanOrEqual(facts.cpu.logicalCores)
  expect(facts.memoryBytes).toBeGreaterThan(0)
})

test.skipIf(systemNode === null)('answers under the system’s own Node', async () => {
  const facts = await home.call('hello', {}, { node: systemNode ?? '' })
  expect(facts.runtime.providers).toContain('CPUExecutionProvider')
})

test('greets before anything else, and only once', async () => {
  const { messages, code } = await home.speak('hello', '{}')
  expect(code).toBe(0)
  expect(messages.map(({ kind }) => kind)).toEqual(['greeting', 'reply'])
})

test.each([
  ['hello', 'not json'],
  ['hello', ''],
  ['start', '{"run":"../../etc"}'],
  ['attach', '{"run":"20260101T000000-abcdef","since":-1}'],
])('%s refuses the request %j', async (verb, request) => {
  const { messages, code } = await home.speak(verb, request)
  expect(code).toBe(2)
  expect(messages.at(-1)).toMatchObject({ kind: 'fault', fault: { code: 'bad-request' } })
})

test('a verb that does not exist ends with code 2', async () => {
  const { messages, code, log } = await home.speak('frobnicate', '{}')
  expect(code).toBe(2)
  expect(messages).toEqual([])
  expect(log).toContain('hello')
})

test('no ONNX Runtime is a fault', async () => {
  const fault = await home.fault('hello', {}, { modules: home.dir })
  expect(fault.code).toBe('runtime-broken')
  expect(fault.detail).toContain('onnxruntime-node')
})

test('an ONNX Runtime that does not load is a fault in its own words', async () => {
  const modules = join(home.dir, 'broken')
  for (const name of ['onnxruntime-common', 'onnxruntime-node'])
    cpSync(join(root, 'node_modules', name), join(modules, 'node_modules', name), {
      recursive: true,
      filter: (path) => !path.includes('/bin/'),
    })
  const bin = join(modules, 'node_modules/onnxruntime-node/bin/napi-v6', platform(), arch())
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'onnxruntime_binding.node'), 'no library')
  const fault = await home.fault('hello', {}, { modules })
  expect(fault.code).toBe('runtime-broken')
  expect(fault.detail).toContain('onnxruntime_binding.node')
})

/** A folder with the real ONNX Runtime in it. */
function modulesWithoutKoffi(): string {
  const modules = join(home.dir, 'modules')
  mkdirSync(join(modules, 'node_modules'), { recursive: true })
  for (const name of ['onnxruntime-common', 'onnxruntime-node'])
    symlinkSync(join(root, 'node_modules', name), join(modules, 'node_modules', name))
  return modules
}

test('without koffi a board still says what it is', async () => {
  const { runtime } = await home.call('hello', {}, { modules: modulesWithoutKoffi() })
  expect(runtime).toMatchObject({ koffi: null, ort: expect.stringMatching(/^1\./) })
})

test('with a koffi that does not load a board still says what it is', async () => {
  const modules = modulesWithoutKoffi()
  cpSync(join(root, 'node_modules/koffi'), join(modules, 'node_modules/koffi'), { recursive: true })
  const native = join(modules, 'node_modules/@koromix', `koffi-${platform()}-${arch()}`)
  mkdirSync(native, { recursive: true })
  writeFileSync(join(native, 'index.js'), 'module.exports = require("./koffi.node")')
  writeFileSync(join(native, 'koffi.node'), 'no library')
  const { runtime } = await home.call('hello', {}, { modules })
  expect(runtime.koffi).toBeNull()
})
