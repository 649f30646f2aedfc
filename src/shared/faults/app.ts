// Faults of Benchtop itself: requests, files, plans and what it keeps.

import type { CatalogueEntry } from './entry.ts'

export const appFaults = {
  'bad-request': {
    stage: 'app',
    retry: 'never',
    message: 'The request is not valid: {{reason}}.',
    hint: 'Correct it and try again.',
  },
  'file-unreadable': {
    stage: 'app',
    retry: 'user',
    message: '{{path}} can not be read.',
    hint: 'Check that the file exists and that you may read it:',
    command: 'ls -l {{path}}',
  },
  'file-unwritable': {
    stage: 'app',
    retry: 'user',
    message: '{{path}} can not be written.',
    hint: 'Choose another place, or check that the folder exists, that you may write there and that the disk is not full.',
  },
  'report-page-not-built': {
    stage: 'app',
    retry: 'user',
    message: 'The page of a report is missing from this installation.',
    hint: 'Build it, in the folder of Benchtop:',
    command: 'npm run build',
  },
  'plan-invalid': {
    stage: 'app',
    retry: 'never',
    message: '{{path}} is no plan that can be run; line {{line}}: {{reason}}.',
    hint: 'Correct this line. What a plan file may say stands in docs/command.md, and for editors in resources/plan.schema.json.',
  },
  'plan-too-many-models': {
    stage: 'app',
    retry: 'never',
    message:
      'The plan asks for {{count}} models, each precision counted; one run measures {{most}} at the most.',
    hint: 'Leave some precisions or models out, or make several plans of it.',
  },
  'plan-too-many-points': {
    stage: 'app',
    retry: 'never',
    message: 'The plan asks for more than {{most}} points, the most that one run measures.',
    hint: 'Leave some values of its lists out, such as batches, threads or settings, or make several plans of it.',
  },
  'store-unreadable': {
    stage: 'app',
    retry: 'user',
    message: 'Benchtop’s results in {{path}} can not be opened.',
    hint: 'If a newer Benchtop wrote them, use that one. If the file is damaged, move it away: Benchtop begins a new one.',
  },
  'references-broken': {
    stage: 'app',
    retry: 'user',
    message: 'The reference figures in {{path}} can not be understood.',
    hint: 'Install Benchtop again, or restore the file where you built it yourself:',
    command: 'git checkout resources/references',
  },
  'not-found': {
    stage: 'app',
    retry: 'never',
    message: 'There is no {{what}} {{id}}.',
    hint: 'It may have been removed. Look at the list again.',
  },
  'drop-unknown': {
    stage: 'app',
    retry: 'never',
    message: 'Benchtop can not open {{name}}.',
    hint: 'Drop models (.onnx) or a plan (.yaml) anywhere; pictures, .npy and .npz files onto an input of a sweep.',
  },
  cancelled: {
    stage: 'app',
    retry: 'user',
    message: 'It was cancelled.',
    hint: 'Start it again whenever you like.',
  },
  'exporter-port-taken': {
    stage: 'app',
    retry: 'user',
    message: 'Another program listens on port {{port}} of {{address}}.',
    hint: 'Choose another port, or end that program. On Linux, this shows which it is:',
    command: 'ss -ltnp sport = {{port}}',
  },
  'exporter-not-listening': {
    stage: 'app',
    retry: 'user',
    message: 'Benchtop can not listen on {{address}}, port {{port}}.',
    hint: 'Use an address that this computer has, and a port above 1023.',
  },
  'agent-not-built': {
    stage: 'app',
    retry: 'user',
    message: 'The agent is missing from this installation.',
    hint: 'Build it, in the folder of Benchtop:',
    command: 'npm run build',
  },
  internal: {
    stage: 'app',
    retry: 'user',
    message: 'Benchtop made a mistake.',
    hint: 'Try again. If it comes back, send us the details.',
  },
} as const satisfies Record<string, CatalogueEntry>
