// Faults of a run on a board: those who carry it out, those who follow it, and the board that it needs.

import type { CatalogueEntry } from './entry.ts'

export const runFaults = {
  'supervisor-failed': {
    stage: 'run',
    retry: 'user',
    message: 'The run could not be started: its supervisor ended at once.',
    hint: 'The details are its own words.',
  },
  'worker-killed': {
    stage: 'run',
    retry: 'user',
    message: 'The measuring process was killed by signal {{signal}}.',
    hint: 'Most often the memory was used up: try a smaller batch, and close other programs. To see it on the board:',
    command: "sudo dmesg | grep -iE 'out of memory|oom-kill' | tail -n 5",
  },
  'worker-crashed': {
    stage: 'run',
    retry: 'user',
    message: 'The measuring process ended by itself with code {{code}}.',
    hint: 'The details are the last lines that it wrote.',
  },
  'point-timeout': {
    stage: 'run',
    retry: 'user',
    message: 'The point was stopped after {{seconds}} s without an end.',
    hint: 'Try a smaller batch, or allow more time for a point.',
  },
  'run-lost': {
    stage: 'run',
    retry: 'user',
    message: 'The run stopped without an end: its supervisor is gone.',
    hint: 'The board was restarted or the process killed; what was measured until then is kept. This tells since when the board is up:',
    command: 'uptime -s',
  },
  'run-unknown': {
    stage: 'run',
    retry: 'never',
    message: 'The board has no run {{run}}.',
    hint: 'Its folder was removed there. What was read until then is kept here.',
  },
  'run-not-started': {
    stage: 'run',
    retry: 'user',
    message: 'Benchtop was closed before the run had started on the board.',
    hint: 'Run it again.',
  },
  'run-not-followed': {
    stage: 'run',
    retry: 'user',
    message: 'Nothing is heard of the run: the connecting to its board was given up.',
    hint: 'It goes on there if it had begun. Connect again, and what was measured meanwhile is read.',
  },
  'board-removed': {
    stage: 'run',
    retry: 'never',
    message: 'The board was removed from Benchtop while the run was under way.',
    hint: 'What was measured until then is kept.',
  },
  'board-busy': {
    stage: 'run',
    retry: 'user',
    message: 'The run {{run}} is still measuring on this board.',
    hint: 'Wait for it or cancel it: two runs at a time would spoil each other’s numbers.',
  },
  'board-unfit': {
    stage: 'run',
    retry: 'user',
    message: 'Something speaks against measuring on {{board}} now.',
    hint: 'Mend what was found, or measure all the same: without --strict.',
  },
} as const satisfies Record<string, CatalogueEntry>
