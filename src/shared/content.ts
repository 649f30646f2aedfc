// What a piece of content is known by, and the sizes of a tensor: the smallest words of the contract.

import { z } from 'zod'

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

/** What a model's own file is called on a board, whatever it is called here; what stands beside it keeps its place. */
export const modelFileName = 'model.onnx'

/** A dimension is a fixed size, or the name of a symbol (empty where the model names none). */
export const dimSchema = z.union([z.int().min(0), z.string().max(200)])
export type Dim = z.infer<typeof dimSchema>
