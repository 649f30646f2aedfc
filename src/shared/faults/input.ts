// Faults of what goes into a model and comes out of it: sizes, types, values, files and batches.

import type { CatalogueEntry } from './entry.ts'

export const inputFaults = {
  'input-dims-unknown': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} leaves the size of {{dims}} open.',
    hint: 'Give each of them a number.',
  },
  'input-dim-impossible': {
    stage: 'run',
    retry: 'user',
    message:
      'In {{name}} the size {{dim}} of the input {{input}} comes out as {{size}}, which is no size.',
    hint: 'Give the sizes that it is computed from other numbers.',
  },
  'input-shape-mismatch': {
    stage: 'run',
    retry: 'user',
    message:
      'The input {{input}} of {{name}} needs the shape {{expected}}; {{file}} holds {{given}}.',
    hint: 'Choose another file, or give the sizes that this one has.',
  },
  'input-type-mismatch': {
    stage: 'run',
    retry: 'user',
    message: 'The input {{input}} of {{name}} is of type {{expected}}; {{file}} holds {{given}}.',
    hint: 'Save the array with the type of the input (array.astype in NumPy).',
  },
  'input-value-unfit': {
    stage: 'run',
    retry: 'user',
    message:
      'The value {{value}} can not be given to the input {{input}} of {{name}}, which is of type {{type}}.',
    hint: 'Choose a value that this type can hold.',
  },
  'input-file-invalid': {
    stage: 'app',
    retry: 'never',
    message: '{{file}} is no array and no picture that can be read.',
    hint: 'Choose a .npy or .npz file of numbers, or a PNG, JPEG or WebP picture. The details say what is wrong.',
  },
  'input-file-missing': {
    stage: 'run',
    retry: 'user',
    message:
      'The values for the input {{input}} of {{name}}, from {{file}}, are not there any more.',
    hint: 'Choose the file again.',
  },
  'input-type-unsupported': {
    stage: 'run',
    retry: 'never',
    message:
      'The input {{input}} of {{name}} is of type {{type}}, for which no values can be made.',
    hint: 'Export the model with tensors of numbers as inputs.',
  },
  'output-type-unsupported': {
    stage: 'run',
    retry: 'never',
    message: 'The output {{output}} of {{name}} is of type {{type}}, whose values can not be read.',
    hint: 'Export the model with tensors of numbers as outputs.',
  },
  'batch-fixed': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} has a fixed batch of {{fixed}}; batch {{batch}} can not be measured.',
    hint: 'Export it with a dynamic first dimension, or leave this batch out.',
  },
  'batch-not-a-divisor': {
    stage: 'run',
    retry: 'never',
    message:
      'A query of multi-stream is {{samples}} samples, which batch {{batch}} does not make up.',
    hint: 'Measure multi-stream with a batch of 1, 2, 4 or 8.',
  },
} as const satisfies Record<string, CatalogueEntry>
