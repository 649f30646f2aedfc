// Faults of a meter's record: its file, what stands in it, and how it fits a run.

import type { CatalogueEntry } from './entry.ts'

export const meterFaults = {
  'meter-file-unreadable': {
    stage: 'app',
    retry: 'user',
    message: 'The file {{name}} could not be read.',
    hint: 'The details say why. Choose a file that you may read.',
  },
  'meter-file-too-large': {
    stage: 'app',
    retry: 'never',
    message: 'The file {{name}} holds more than a record that can be imported.',
    hint: 'Cut it to the time of the run: at the most {{mib}} MiB, and two million readings.',
  },
  'meter-file-no-table': {
    stage: 'app',
    retry: 'never',
    message: 'The file {{name}} holds no table of times and powers.',
    hint: 'Export the meter’s record as CSV: a line for each reading, with its time and its power.',
  },
  'meter-columns-unknown': {
    stage: 'app',
    retry: 'user',
    message:
      'Which columns of {{name}} tell time and power can not be told from their names: {{heads}}.',
    hint: 'Say which they are: --time COLUMN:UNIT and --power COLUMN:UNIT, such as 1:s and 2:W.',
  },
  'meter-not-a-number': {
    stage: 'app',
    retry: 'user',
    message: 'Line {{line}} of the table in {{name}} has no value in column {{column}}.',
    hint: 'Choose other columns, or take the line out of the file.',
  },
  'meter-time-stands': {
    stage: 'app',
    retry: 'user',
    message: 'The times in {{name}} do not go on.',
    hint: 'Choose the column that holds the time of each reading, and its unit.',
  },
  'meter-time-jumps': {
    stage: 'app',
    retry: 'user',
    message: 'The times in {{name}} jump by {{days}} days at line {{line}} of its table.',
    hint: 'A clock that was set meanwhile, or two records in one file: take out the lines that are not of the run.',
  },
  'meter-run-not-over': {
    stage: 'app',
    retry: 'user',
    message: 'The run {{run}} goes on: a meter’s record belongs to a run that has ended.',
    hint: 'Wait for its end, then import the record.',
  },
  'meter-not-alike': {
    stage: 'app',
    retry: 'user',
    message: 'The power in {{name}} does not follow the load of the run at any shift of its clock.',
    hint: 'Check that it is the record of this run. The shift can also be given by hand.',
  },
} as const satisfies Record<string, CatalogueEntry>
