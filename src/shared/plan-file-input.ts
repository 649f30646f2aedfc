// How a plan file says where the values of an input come from.

import { z } from 'zod'
import { pictureSettingsSchema } from './input.ts'

export const maxPath = 4096

export const planFileInputSchema = z
  .union(
    [
      z
        .literal('random')
        .meta({ description: 'Seeded: floats in [−1, 1), integers 0 and 1, booleans.' }),
      z.strictObject({
        random: z
          .strictObject({ low: z.int().optional(), high: z.int().optional() })
          .refine(({ low, high }) => (low ?? high ?? 0) <= (high ?? low ?? 0), {
            error: 'low is above high',
          })
          .meta({ description: 'Seeded: whole numbers from low to high, floats in between.' }),
      }),
      z.strictObject({ number: z.number().meta({ description: 'Every element is this number.' }) }),
      z
        .literal('counting')
        .meta({ description: '0, 1, 2, … along the last dimension, the same in every row.' }),
      z.strictObject({
        file: z.string().min(1).max(maxPath).meta({
          description:
            'A .npy, .npz or picture file; a relative path begins at the folder of this plan.',
        }),
        image: pictureSettingsSchema
          .strict()
          .optional()
          .meta({ description: 'How a picture becomes a tensor; else guessed from the shape.' }),
      }),
    ],
    { error: 'expected random, {random: {low, high}}, {number: …}, {file: …} or counting' },
  )
  .meta({ id: 'input', title: 'Input', description: 'Where the values of an input come from.' })
export type PlanFileInput = z.infer<typeof planFileInputSchema>
