// Execution providers of a library: which it has, and how one is asked for. The CPU's always stands behind, and takes
// what the one that was asked for leaves.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail } from '../../../shared/fault.ts'
import { cpuProvider } from '../../../shared/session-settings.ts'
import { OrtError } from '../ort-error.ts'
import type { Pointer } from './api.ts'
import type { OrtLibrary } from './library.ts'

/**
 * Providers that a library names although their code stands in a second one beside it, which need not be there: the
 * brought library names CUDA and TensorRT.
 */
const secondLibraries: Readonly<Record<string, string>> = {
  CANNExecutionProvider: 'cann',
  CUDAExecutionProvider: 'cuda',
  DnnlExecutionProvider: 'dnnl',
  MIGraphXExecutionProvider: 'migraphx',
  OpenVINOExecutionProvider: 'openvino',
  ROCMExecutionProvider: 'rocm',
  TensorrtExecutionProvider: 'tensorrt',
  VitisAIExecutionProvider: 'vitisai',
}

/** Names that `SessionOptionsAppendExecutionProvider` knows, where they are not the provider's own beginning. */
const shortNames: Readonly<Record<string, string>> = {
  AzureExecutionProvider: 'AZURE',
  DmlExecutionProvider: 'DML',
  JsExecutionProvider: 'JS',
  WebGpuExecutionProvider: 'WebGPU',
  XnnpackExecutionProvider: 'XNNPACK',
}

/** What the library says that it has, less what lacks its second half. */
export function providersOfLibrary({ api, path }: OrtLibrary): readonly string[] {
  const count = new Int32Array(1)
  const names = new BigUint64Array(1)
  api.call('getAvailableProviders', names, count)
  try {
    const all: string[] = api.koffi.decode(names[0], 'const char *', count[0] ?? 0)
    return all.filter((name) => {
      const second = secondLibraries[name]
      return (
        second === undefined ||
        existsSync(join(dirname(path), `libonnxruntime_providers_${second}.so`))
      )
    })
  } finally {
    api.call('releaseAvailableProviders', names[0], count[0])
  }
}

/** Providers with functions of their own; all others are asked for by name. */
const dedicated = {
  CUDAExecutionProvider: {
    create: 'createCudaOptions',
    append: 'appendCuda',
    release: 'releaseCudaOptions',
  },
  TensorrtExecutionProvider: {
    create: 'createTensorRtOptions',
    append: 'appendTensorRt',
    release: 'releaseTensorRtOptions',
  },
} as const

function append({ api }: OrtLibrary, options: Pointer, provider: string): void {
  const own = dedicated[provider as keyof typeof dedicated]
  if (own === undefined) {
    const name = shortNames[provider] ?? provider.replace(/ExecutionProvider$/, '')
    api.call('appendProvider', options, name, null, null, 0)
    return
  }
  const made = api.make(own.create)
  try {
    api.call(own.append, options, made)
  } finally {
    api.release(own.release, made)
  }
}

/** Asks for a provider. One that the library lacks or can not start is the fault `provider-unavailable`. */
export function askFor(library: OrtLibrary, options: Pointer, provider: string): void {
  if (provider === cpuProvider) return
  const providers = providersOfLibrary(library)
  const refuse = (words: string): never =>
    fail('provider-unavailable', { provider, available: providers.join(', ') }, words)
  if (!providers.includes(provider)) refuse('')
  const slot = dedicated[provider as keyof typeof dedicated]?.append ?? 'appendProvider'
  if (!library.api.has(slot)) refuse(`ONNX Runtime ${library.version} can not be asked for it.`)
  try {
    append(library, options, provider)
  } catch (error) {
    if (!(error instanceof OrtError)) throw error
    refuse(error.message)
  }
}
