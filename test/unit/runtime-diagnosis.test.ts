// The loader's own words, as glibc, Node and the shells of boards print them.

import { expect, test } from 'vitest'
import { runtimeDiagnosis } from '../../src/main/board/runtime-diagnosis.ts'
import { faultCommand } from '../../src/shared/fault.ts'

test.each([
  [
    'libgomp.so.1: cannot open shared object file: No such file or directory',
    'sudo apt install libgomp1',
  ],
  [
    'exit code 127\n/home/edge/.benchtop/runtimes/node/bin/node: error while loading shared libraries: libatomic.so.1: cannot open shared object file: No such file or directory',
    'sudo apt install libatomic1',
  ],
  [
    'libstdc++.so.6: cannot open shared object file: No such file or directory',
    'sudo apt install libstdc++6',
  ],
])('%s', (words, command) => {
  const told = runtimeDiagnosis(words)
  expect(told?.code).toBe('runtime-library-missing')
  expect(told === null ? null : faultCommand(told)).toBe(command)
  expect(told?.detail).toBe(words)
})

test.each([
  [
    "/lib/aarch64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /home/edge/ort/libonnxruntime.so.1)",
    'GLIBC_2.34',
  ],
  [
    "/usr/lib/libstdc++.so.6: version `GLIBCXX_3.4.26' not found (required by node)",
    'GLIBCXX_3.4.26',
  ],
])('%s', (words, needed) => {
  expect(runtimeDiagnosis(words)).toMatchObject({ code: 'runtime-system-old', params: { needed } })
})

test.each([
  [
    'exit code 126\nsh: 1: /home/edge/.benchtop/runtimes/node/bin/node: Exec format error',
    'runtime-wrong-kind',
  ],
  ['libonnxruntime.so.1: wrong ELF class: ELFCLASS64', 'runtime-wrong-kind'],
  ['ended by signal ILL', 'processor-too-old'],
  ['ended by signal SIGILL', 'processor-too-old'],
  ['exit code 132\nIllegal instruction (core dumped)', 'processor-too-old'],
  [
    'exit code 126\nsh: 1: /home/edge/.benchtop/runtimes/node/bin/node: Permission denied',
    'home-not-executable',
  ],
  [
    'libonnxruntime.so.1: failed to map segment from shared object: Operation not permitted',
    'home-not-executable',
  ],
])('%s', (words, code) => {
  expect(runtimeDiagnosis(words)?.code).toBe(code)
})

test.each([
  '',
  "Cannot find module 'onnxruntime-node'",
  'libonnxruntime.so.1: cannot open shared object file: No such file or directory',
  'libevil.so; rm -rf ~: cannot open shared object file: No such file or directory',
  'onnxruntime_binding.node: file too short',
  'cat: /etc/shadow: Permission denied',
])('what is not known stays as it is: %s', (words) => {
  expect(runtimeDiagnosis(words)).toBeNull()
})
