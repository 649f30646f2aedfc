// Faults of making a model at another precision, and of comparing it with its original.

import type { CatalogueEntry } from './entry.ts'

export const variantFaults = {
  'variant-interface-differs': {
    stage: 'app',
    retry: 'never',
    message: '{{variant}} is no variant of {{original}}: {{difference}}.',
    hint: 'A variant has inputs and outputs of the same names and types. Export it so, or choose the model that it was made from.',
  },
  'variant-refused': {
    stage: 'app',
    retry: 'never',
    message: 'ONNX Runtime can not run the variant {{name}}.',
    hint: 'Leave the operator or the node that the details name as it is in the original, or choose another precision. The details are ONNX Runtime’s own words.',
  },
  'variant-same': {
    stage: 'app',
    retry: 'never',
    message: '{{name}} is the same in {{precision}} as it is: nothing of it was converted.',
    hint: 'Measure the model as it is, or ask for another precision.',
  },
  'variant-quantized': {
    stage: 'app',
    retry: 'never',
    message: '{{name}} is quantized already: it computes with {{operator}}.',
    hint: 'Make a variant of its fp32 original, or make that first, by a variant in fp32.',
  },
  'variant-nothing': {
    stage: 'app',
    retry: 'never',
    message: 'Nothing in {{name}} can be brought to {{precision}}.',
    hint: 'Choose another precision, or keep fewer nodes as they are.',
  },
  'variant-not-undone': {
    stage: 'app',
    retry: 'never',
    message:
      '{{name}} can not be brought back to fp32: what {{operator}} does there can not be undone.',
    hint: 'Add the fp32 model that it was made of.',
  },
  'variant-weight-nan': {
    stage: 'app',
    retry: 'never',
    message: 'The weights {{tensor}} of {{name}} hold a value that is no number (NaN).',
    hint: 'Export the model again from a sound checkpoint.',
  },
  'variant-opset': {
    stage: 'app',
    retry: 'never',
    message:
      '{{name}} uses version {{opset}} of ONNX’s operators; this precision needs {{least}} or newer.',
    hint: 'Export the model with a newer opset.',
  },
  'variant-unsupported': {
    stage: 'app',
    retry: 'never',
    message: 'Benchtop can make no variant of {{name}}: it has {{what}}.',
    hint: 'Export the model without them.',
  },
} as const satisfies Record<string, CatalogueEntry>
