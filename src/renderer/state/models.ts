// The models as the page changes them: added from files, built, renamed. The list is asked for again after each.

import type { CallAnswer, ModelRecord } from '../../shared/ipc.ts'
import { call, callKey, queryClient } from '../api.ts'

/** Puts a model in its place in the list that the page holds. */
export function keepModel(model: ModelRecord): void {
  queryClient.setQueryData<CallAnswer<'models.list'>>(callKey('models.list', {}), (models) => {
    if (models === undefined) return undefined
    const known = models.some(({ sha256 }) => sha256 === model.sha256)
    return known
      ? models.map((one) => (one.sha256 === model.sha256 ? model : one))
      : [model, ...models]
  })
}

export async function addModel(path: string): Promise<ModelRecord> {
  const model = await call('models.add', { path })
  keepModel(model)
  return model
}
