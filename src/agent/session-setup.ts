// What a session needs before it can be timed: a runtime that is warm, the sizes that it is told, and its inputs.

import { shapesFor } from '../shared/dims.ts'
import type { TensorInfo } from '../shared/model.ts'
import type { Point } from '../shared/plan.ts'
import { defaultSettings } from '../shared/session-settings.ts'
import type { Engine, InputTensor, Session } from './engine/engine.ts'
import { readInputFile } from './input-file.ts'
import { makeInputs } from './inputs.ts'
import { tinyModel } from './model/tiny.ts'
import type { Program } from './program.ts'
import type { WorkerSpec } from './run/worker-message.ts'

/** The first session in a process costs extra: a throwaway one takes that on itself. */
export async function warmRuntime(engine: Engine, threads: number): Promise<void> {
  const session = await engine.createSession(tinyModel(), {
    threads,
    modelName: 'tiny',
    batch: 1,
    settings: defaultSettings,
    dims: {},
    profilePrefix: null,
  })
  session.bind([{ name: 'x', type: 'float', dims: [1], data: new Float32Array(1) }])
  await session.run()
  await session.dispose()
}

/**
 * The sizes that the session is told, under the names that stand in the file; empty where the point leaves its dimensions
 * open. `inputsOf`: what the file declares.
 */
export async function fixedSizes(
  inputsOf: () => Promise<readonly TensorInfo[]>,
  { model, batch, settings }: Point,
): Promise<Readonly<Record<string, number>>> {
  if (settings.dimensions === 'open') return {}
  const inputs = await inputsOf()
  const shapes = shapesFor(inputs, {
    batch,
    dims: model.dims,
    values: model.inputs,
    modelName: model.name,
  })
  return namedSizes(inputs, shapes)
}

/** The size of each dimension that has a name in the file. */
export function namedSizes(
  inputs: readonly TensorInfo[],
  shapes: ReadonlyMap<string, readonly number[]>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    inputs.flatMap(({ name, dims }) =>
      dims.flatMap((dim, axis) => {
        const size = shapes.get(name)?.[axis]
        return typeof dim === 'string' && dim !== '' && size !== undefined ? [[dim, size]] : []
      }),
    ),
  )
}

/** Throws a `FaultError` for inputs that can not be made. */
export function inputsFor(
  program: Program,
  { point, seed }: WorkerSpec,
  session: Session,
): InputTensor[] {
  const { model, batch } = point
  return makeInputs(session.inputs, {
    batch,
    dims: model.dims,
    values: model.inputs,
    seed,
    modelName: model.name,
    readFile: (values, input) => readInputFile(program.home, model.name, values, input),
  })
}
