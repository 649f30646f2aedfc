// Faults of inference: the runtime, its libraries and providers, its settings and where it is placed.

import type { CatalogueEntry } from './entry.ts'

export const engineFaults = {
  'inference-failed': {
    stage: 'run',
    retry: 'never',
    message: 'ONNX Runtime failed while running {{name}}.',
    hint: 'Check the sizes of its open dimensions: they may contradict one another. The details are ONNX Runtime’s own words.',
  },
  'out-of-memory': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} at batch {{batch}} does not fit into the memory.',
    hint: 'Try a smaller batch, or close other programs on the board.',
  },
  'ffi-broken': {
    stage: 'run',
    retry: 'user',
    message:
      'The engine ort-c does not start: koffi, which calls C functions for it, does not load.',
    hint: 'Measure with the engine onnxruntime-node instead. The details are the loader’s own words.',
  },
  'library-missing': {
    stage: 'run',
    retry: 'user',
    message: 'There is no library {{path}} on the board.',
    hint: 'Correct the path. This finds the ONNX Runtime libraries there:',
    command: "find / -name 'libonnxruntime.so*' -not -path '/proc/*' 2>/dev/null",
  },
  'library-foreign': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} is not a library of ONNX Runtime that this board can load.',
    hint: 'It must be built for the board’s processor and C library. This tells what it is:',
    command: 'file -L {{path}}',
  },
  'library-incomplete': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} needs the library {{needed}}, which the board lacks.',
    hint: 'Install what holds it. All that it needs, with “not found” beside what is lacking:',
    command: 'ldd {{path}}',
  },
  'library-too-old': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} is ONNX Runtime {{version}}; Benchtop measures with {{needed}} or later.',
    hint: 'Use a later release, or the library that Benchtop brings.',
  },
  'library-crashed': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} ended the program that loaded it: {{how}}.',
    hint: 'It may be built for another processor, or need a driver that is not there. All that it needs, with “not found” beside what is lacking:',
    command: 'ldd {{path}}',
  },
  'provider-unavailable': {
    stage: 'run',
    retry: 'user',
    message: 'This ONNX Runtime has no {{provider}} that starts. It has: {{available}}.',
    hint: 'Choose one of these, or name a library that was built with it.',
  },
  'provider-took-nothing': {
    stage: 'run',
    retry: 'never',
    message: '{{provider}} took no node of {{name}}: what ran, ran elsewhere.',
    hint: 'A number of it would say nothing of this provider. It may not know the operators or the precision of the model.',
  },
  'setting-unsupported': {
    stage: 'run',
    retry: 'never',
    message: '{{engine}} can not set {{setting}}.',
    hint: 'Leave this value out, or measure it with the engine ort-c and a recent library.',
  },
  'placement-impossible': {
    stage: 'run',
    retry: 'never',
    message: 'The measuring process can not be put on these cores: {{placement}}.',
    hint: 'Big and little need a processor with two kinds of cores, each core of a list has to be there and allowed, and the board needs taskset (util-linux or BusyBox). The details say which of it is missing.',
  },
} as const satisfies Record<string, CatalogueEntry>
