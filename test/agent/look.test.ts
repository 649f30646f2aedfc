// Looks at this computer before a sweep, through the built agent: what speaks against measuring, and what a library is.

import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildAgent, root, TestHome } from './agent.ts'

let home: TestHome
beforeAll(buildAgent)
beforeEach(() => {
  home = new TestHome()
})
afterEach(() => home.remove())

const onLinux = process.platform === 'linux'

function compiler(): string | null {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' })
    return 'cc'
  } catch {
    return null
  }
}

test.runIf(onLinux)(
  'a busy program is named before a run, unless it is Benchtop’s own',
  async () => {
    const program = join(home.dir, 'bench-hog')
    copyFileSync('/bin/sh', program)
    chmodSync(program, 0o755)
    // An orphan: what the asker itself has started is no load of others.
    const start = `'${program}' -c 'while :; do :; done' >/dev/null 2>&1 & echo $!`
    const hog = Number(execFileSync('/bin/sh', ['-c', start], { encoding: 'utf8' }))
    try {
      const programs = async (instrumentPids: readonly number[]) => {
        const { findings } = await home.call('preflight', { instrumentPids: [...instrumentPids] })
        return findings.flatMap((finding) =>
          finding.kind === 'load' ? finding.programs.map(({ name }) => name) : [],
        )
      }
      expect(await programs([])).toContain('bench-hog')
      expect(await programs([hog])).not.toContain('bench-hog')
    } finally {
      process.kill(hog, 'SIGKILL')
    }
  },
)

describe.runIf(onLinux)('a library', () => {
  const bin = join(root, 'node_modules/onnxruntime-node/bin')
  const brought = () => {
    const [napi = ''] = readdirSync(bin)
    return join(bin, napi, 'linux', process.arch, 'libonnxruntime.so.1')
  }

  test('says its release, its interface and its providers', async () => {
    const facts = await home.call('library-inspect', { path: brought() })
    expect(facts).toMatchObject({
      version: '1.30.0',
      apiVersion: 30,
      providers: expect.arrayContaining(['CPUExecutionProvider']),
    })
  })

  test('that is not there, or is none, is a fault', async () => {
    expect(await home.fault('library-inspect', { path: join(home.dir, 'none.so') })).toMatchObject({
      code: 'library-missing',
    })
    const text = join(home.dir, 'libonnxruntime.so.1')
    writeFileSync(text, 'no library')
    expect(await home.fault('library-inspect', { path: text })).toMatchObject({
      code: 'library-foreign',
      params: { path: text },
    })
  })

  test.skipIf(compiler() === null)(
    'that crashes when it is loaded is a fault, and the agent answers',
    async () => {
      const source = join(home.dir, 'crash.c')
      const path = join(home.dir, 'libcrash.so')
      writeFileSync(
        source,
        '#include <stdio.h>\n#include <stdlib.h>\n' +
          '__attribute__((constructor)) static void start(void) { fputs("no driver\\n", stderr); abort(); }\n',
      )
      execFileSync('cc', ['-shared', '-fPIC', '-o', path, source])
      expect(await home.fault('library-inspect', { path })).toMatchObject({
        code: 'library-crashed',
        params: { path, how: 'SIGABRT' },
        detail: expect.stringContaining('no driver'),
      })
    },
  )

  test.skipIf(compiler() === null)('that ends the process quietly is a fault too', async () => {
    const source = join(home.dir, 'quit.c')
    const path = join(home.dir, 'libquit.so')
    writeFileSync(
      source,
      '#include <unistd.h>\n__attribute__((constructor)) static void start(void) { _exit(0); }\n',
    )
    execFileSync('cc', ['-shared', '-fPIC', '-o', path, source])
    expect(await home.fault('library-inspect', { path })).toMatchObject({
      code: 'library-crashed',
      params: { how: 'exit code 0' },
    })
  })

  test('without koffi is a fault of the engine', async () => {
    expect(
      await home.fault('library-inspect', { path: brought() }, { modules: home.dir }),
    ).toMatchObject({ code: 'ffi-broken' })
  })
})
