// Faults of bringing the agent and its runtime to a board, and of speaking with it.

import type { CatalogueEntry } from './entry.ts'

export const deployFaults = {
  'no-space': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board has {{availableMiB}} MiB left in {{path}}; {{neededMiB}} MiB are needed.',
    hint: 'Let Benchtop give back what it no longer needs there (benchtop boards clean), or free some space; nothing was left half-installed. This shows on the board what takes it:',
    command: 'du -xh -d 2 ~ | sort -h | tail -n 20',
  },
  'home-not-writable': {
    stage: 'deploy',
    retry: 'user',
    message: 'The user {{user}} can not write to {{path}} on the board.',
    hint: 'Give the user a home folder of its own, or log in as another user. To see on the board whose it is:',
    command: 'ls -ld {{path}}',
  },
  'push-failed': {
    stage: 'deploy',
    retry: 'auto',
    message: 'Copying {{item}} to the board did not succeed.',
    hint: 'Try again: what arrived is kept and the rest follows.',
  },
  'push-corrupt': {
    stage: 'deploy',
    retry: 'user',
    message: '{{item}} arrived damaged on the board, twice.',
    hint: 'The board’s storage or link is unreliable. Check its cable, and its kernel’s messages there:',
    command: 'sudo dmesg --level=err,warn | tail -n 40',
  },
  'runtime-unavailable': {
    stage: 'deploy',
    retry: 'user',
    message: '{{item}} could not be fetched onto this computer.',
    hint: 'Connect this computer to the npm registry once, or install Node 20 or newer on the board.',
  },
  'runtime-broken': {
    stage: 'deploy',
    retry: 'user',
    message: 'ONNX Runtime does not load on the board.',
    hint: 'The board’s own words stand in the details. This shows on the board what the runtime lacks:',
    command: "find ~/.benchtop/ort -name 'libonnxruntime*' -exec ldd {} +",
  },
  'runtime-library-missing': {
    stage: 'deploy',
    retry: 'user',
    message: 'ONNX Runtime does not load: the board lacks the library {{library}}.',
    hint: 'Install the package that holds it on the board. On Debian, Ubuntu and JetPack:',
    command: 'sudo apt install {{package}}',
  },
  'runtime-system-old': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s system is too old for ONNX Runtime: it lacks {{needed}}.',
    hint: 'Use a newer system there (Debian 10, Ubuntu 20.04, JetPack 5 or later). To see what it has:',
    command: 'ldd --version',
  },
  'runtime-wrong-kind': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board does not run 64-bit programs of its own processor.',
    hint: 'Most often a 64-bit kernel with a 32-bit system: install the 64-bit system. This prints 32 there then:',
    command: 'getconf LONG_BIT',
  },
  'processor-too-old': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s processor does not know an instruction that ONNX Runtime uses.',
    hint: 'This build of ONNX Runtime can not run on it. To see what the processor knows:',
    command: 'lscpu',
  },
  'home-not-executable': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board does not let programs run from the folder of Benchtop.',
    hint: 'Its file system is mounted noexec: log in as a user whose home folder is elsewhere. To see it on the board:',
    command: 'findmnt -T ~/.benchtop',
  },
  'board-os-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board runs {{os}}; Benchtop measures boards that run Linux.',
    hint: 'Use a Linux board, or measure this computer itself.',
  },
  'board-arch-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s processor is {{arch}}; ONNX Runtime is there for x86_64 and aarch64.',
    hint: 'On a 64-bit board with a 32-bit system, install the 64-bit system.',
  },
  'board-libc-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s C library is {{libc}}; ONNX Runtime needs glibc 2.28 or newer.',
    hint: 'Use a system from 2019 or later that is built on glibc (Debian 10, Ubuntu 20.04, JetPack 5).',
  },
  'agent-silent': {
    stage: 'protocol',
    retry: 'user',
    message: 'The agent on the board did not answer.',
    hint: 'The details show what the board printed instead. A login script that asks something or never ends is the usual cause.',
  },
  'protocol-broken': {
    stage: 'protocol',
    retry: 'user',
    message: 'The agent sent something that Benchtop does not understand.',
    hint: 'Connect again. If it comes back, send us the details.',
  },
  'telemetry-ended': {
    stage: 'protocol',
    retry: 'auto',
    message: 'The program on the board that tells its telemetry ended.',
    hint: 'Benchtop starts it again. A board that runs out of memory ends programs; the details show how it ended.',
  },
  'board-tools-missing': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board lacks {{tools}}.',
    hint: 'Install them there. On Debian and Ubuntu:',
    command: 'sudo apt install tar gzip coreutils',
  },
} as const satisfies Record<string, CatalogueEntry>
