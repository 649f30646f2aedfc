// A plan as people write it and keep it under version control: models by path, threads by `all`, limits by name.
// Strict: a key that is not known is refused, since a misspelt one would measure something else. Keys that exclude one
// another stand in alternatives of a union, so that the published JSON Schema says it too.

import { z } from 'zod'
import { sha256Schema } from './content.ts'
import { modes } from './limits.ts'
import { zooIds } from './model.ts'
import { defaultSeed, openDimsSchema, planSchema } from './plan.ts'
import { axisFields, limitsInFileSchema } from './plan-file-axes.ts'
import { maxPath, planFileInputSchema } from './plan-file-input.ts'
import { precisionsInFileSchema } from './plan-file-precisions.ts'

const modelFields = {
  name: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ title: 'Name', description: 'What results call it; else the name of the file.' }),
  dims: openDimsSchema.optional().meta({
    title: 'Open dimensions',
    description: 'A size for each open dimension other than the batch, by its name in the model.',
    examples: [{ height: 224, width: 224 }],
  }),
  inputs: z.record(z.string().max(500), planFileInputSchema).optional().meta({
    title: 'Inputs',
    description: 'Where values come from, by input; what is not named follows the conventions.',
  }),
  precisions: precisionsInFileSchema.optional(),
}

const content = sha256Schema.meta({
  title: 'Content',
  description:
    'The content that the model must have. Alone, it names a model that Benchtop knows on this computer.',
})

const absent = (why: string) => z.never({ error: why }).optional()
const notBoth = absent('a model stands at a path or in the zoo, not both')

const planFileModelSchema = z
  .union(
    [
      z.strictObject({
        path: z
          .string({
            error: ({ input }) =>
              input === undefined ? 'a model needs a path, a zoo or a sha256' : undefined,
          })
          .min(1)
          .max(maxPath)
          .meta({
            title: 'Path',
            description: 'An ONNX file; a relative path begins at the folder of this plan.',
            examples: ['models/detector.onnx'],
          }),
        zoo: notBoth,
        sha256: content.optional(),
        ...modelFields,
      }),
      z.strictObject({
        zoo: z.enum(zooIds).meta({
          title: 'Zoo',
          description: 'A model that Benchtop builds, with random weights.',
        }),
        path: notBoth,
        sha256: content.optional(),
        ...modelFields,
      }),
      z.strictObject({ sha256: content, path: notBoth, zoo: notBoth, ...modelFields }),
    ],
    { error: 'expected {path: …}, {zoo: …} or {sha256: …}' },
  )
  .meta({ id: 'model', title: 'Model' })
export type PlanFileModel = z.infer<typeof planFileModelSchema>

const planFields = {
  benchtop: z
    .literal(1, { error: 'a plan begins with benchtop: 1' })
    .meta({ title: 'Version', description: 'The version of this format: 1.' }),
  notes: z
    .string()
    .max(10_000)
    .optional()
    .meta({ title: 'Notes', description: 'For people; Benchtop does not read them.' }),
  board: z.string().min(1).max(100).optional().meta({
    title: 'Board',
    description: 'The name of the board that is measured where nothing else is said.',
  }),
  models: z.array(planFileModelSchema).min(1).max(64).meta({ title: 'Models' }),
  ...axisFields,
}

const seed = planSchema.shape.seed.default(defaultSeed).meta({
  title: 'Seed',
  description:
    'Of the input values, the order of the points and the arrivals of the scenario server.',
})

const notBothLimits = absent('a plan has a mode or limits of its own, not both')

export const planFileSchema = z
  .union(
    [
      z.strictObject({
        ...planFields,
        mode: z.enum(modes).optional().meta({
          title: 'Mode',
          description:
            'quick: 3 s a point at the most. normal: 20 s. submission: 10 min, as the rules of LoadGen ask. sustained: 30 min. Without mode and limits: quick.',
        }),
        limits: notBothLimits,
        seed,
      }),
      z.strictObject({
        ...planFields,
        limits: limitsInFileSchema,
        mode: notBothLimits,
        seed,
      }),
    ],
    { error: 'a plan begins with benchtop: 1' },
  )
  .meta({
    title: 'Benchtop plan',
    description:
      'What a run measures: models × scenarios × settings × engines × threads × batches.',
  })
export type PlanFile = z.infer<typeof planFileSchema>
