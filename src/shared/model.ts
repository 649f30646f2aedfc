// What Benchtop knows of an ONNX model: its interface and size, as the agent read them from the file.

import { z } from 'zod'
import { dimSchema, modelFileName, sha256Schema } from './content.ts'

/**
 * A file beside the model that holds weights. `location` is as the model writes it: relative, below the model's own
 * folder, with forward slashes; one that leads out of it is refused where the model is read.
 */
export const externalFileSchema = z.object({
  location: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^(?!\/)(?!.*\/$)(?!.*\/\/)(?!(.*\/)?\.\.?(\/|$))[^\\:\p{Cc}]+$/u)
    .refine(
      (location) => location.toLowerCase().split('/')[0] !== modelFileName,
      'a name that is taken',
    ),
  bytes: z.int().min(0),
  sha256: sha256Schema,
})
export type ExternalFile = z.infer<typeof externalFileSchema>

export const tensorInfoSchema = z.object({
  name: z.string().max(500),
  /** ONNX element type in lower case: float, float16, int64, … */
  type: z.string().max(40),
  dims: z.array(dimSchema).max(32),
})
export type TensorInfo = z.infer<typeof tensorInfoSchema>

export const modelInfoSchema = z.object({
  /**
   * The content that identifies the model: of the file, or, where weights stand in files beside it, of the list of
   * all of them (see `contentId` in the agent).
   */
  sha256: sha256Schema,
  /** Of the model's own file; the same as `sha256` where nothing stands beside it. */
  fileSha256: sha256Schema,
  /** Of the model with everything beside it. */
  bytes: z.int().min(0),
  irVersion: z.int(),
  opset: z.int(),
  producer: z.string().max(200),
  inputs: z.array(tensorInfoSchema).max(1000),
  outputs: z.array(tensorInfoSchema).max(1000),
  /** Elements of all initialisers that a node with weights reads; the published parameter count. */
  parameterCount: z.int().min(0),
  /** Multiply-adds of one sample at the sizes that were asked for; null where they can not be counted. */
  multiplyAdds: z.number().min(0).nullable(),
  /**
   * Operators that kept the multiply-adds from being counted. Empty where they were, and where it is only the size
   * of an open dimension that is missing.
   */
  uncounted: z.array(z.string().max(200)).max(100),
  /** The integers that an input may hold, where it picks rows of a table in the model: from `low` to `high`. */
  inputRanges: z.record(z.string().max(500), z.object({ low: z.int(), high: z.int() })),
  /** Operator type → how many nodes. */
  operators: z.record(z.string().max(200), z.int().min(0)),
  /** Element type → how many elements of constant tensors; scalars are none. */
  weightTypes: z.record(z.string().max(40), z.int().min(0)),
  /** Files beside it that hold weights; empty for a model in one file. */
  externalFiles: z.array(externalFileSchema).max(10_000),
  /** Names of open dimensions other than the batch, each of which needs a number. */
  openDims: z.array(z.string().max(400)).max(1000),
  /** `dynamic`, or the fixed first dimension of the inputs. */
  batch: z.union([z.literal('dynamic'), z.int().min(0)]),
  /** What the model's own metadata says, such as the zoo's label. */
  metadata: z.record(z.string().max(200), z.string().max(2000)),
})
export type ModelInfo = z.infer<typeof modelInfoSchema>

/** Models that Benchtop builds itself: the architecture is real, the weights are random. */
export const zooIds = ['resnet50-v1.5', 'mobilenet-v2-1.0', 'bert-base', 'bert-large'] as const
export type ZooId = (typeof zooIds)[number]

/** What people call them. */
export const zooNames: Readonly<Record<ZooId, string>> = {
  'resnet50-v1.5': 'ResNet-50 v1.5',
  'mobilenet-v2-1.0': 'MobileNetV2 1.0',
  'bert-base': 'BERT-base',
  'bert-large': 'BERT-large (SQuAD)',
}

/** Sizes at which they are usually measured, by open dimension; the first is set where nothing else was chosen. */
export const zooSizes: Readonly<Record<ZooId, Readonly<Record<string, readonly number[]>>>> = {
  'resnet50-v1.5': {},
  'mobilenet-v2-1.0': {},
  'bert-base': { sequence: [128, 384] },
  'bert-large': { sequence: [384, 128] },
}

/**
 * The open dimension at `axis` of `input` by the name that a plan uses for it:
 * the model's own symbol, or `input[axis]` where it has none.
 */
export function openDimName(input: string, axis: number, symbol: string): string {
  return symbol === '' ? `${input}[${axis}]` : symbol
}
