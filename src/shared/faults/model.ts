// Faults of a model's file: what can not be read, found or taken by the runtime.

import type { CatalogueEntry } from './entry.ts'

export const modelFaults = {
  'model-not-onnx': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} is not an ONNX model.',
    hint: 'Export the model as ONNX (torch.onnx.export, tf2onnx) and choose that file.',
  },
  'model-truncated': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} ends in the middle: the file is incomplete.',
    hint: 'Copy or download it again and compare its size.',
  },
  'model-unknown-operator': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} uses {{operators}}, which ONNX Runtime {{runtime}} does not have.',
    hint: 'Export it again without this operator, or with an operator set that the runtime supports.',
  },
  'model-data-missing': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} keeps weights in files that are not beside it: {{files}}.',
    hint: 'Put them into the folder of the model, under exactly these names, and try again.',
  },
  'model-data-short': {
    stage: 'run',
    retry: 'user',
    message: 'A file of weights is shorter than {{name}} says: {{files}}.',
    hint: 'Copy or download it again and compare its size.',
  },
  'model-data-outside': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} keeps weights where Benchtop does not read them: {{files}}.',
    hint: 'Weights must stand in the folder of the model or below it, also when links are followed. Copy them there (cp -L), or save the model again.',
  },
  'model-missing': {
    stage: 'run',
    retry: 'user',
    message: 'The model file {{path}} is not there any more.',
    hint: 'Put it back, or add the model again from where it is now.',
  },
  'model-changed': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} has changed since it was added.',
    hint: 'Add the file again: it counts as another model.',
  },
  'model-rejected': {
    stage: 'run',
    retry: 'never',
    message: 'ONNX Runtime can not load {{name}}.',
    hint: 'Check the model with onnx.checker and export it again. The details are ONNX Runtime’s own words.',
  },
} as const satisfies Record<string, CatalogueEntry>
