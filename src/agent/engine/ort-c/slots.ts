// Where each function stands in ONNX Runtime's table of C functions (`OrtApi` in onnxruntime_c_api.h), and the release
// that brought it. The table only grows: a position never changes, and `static_assert`s in ONNX Runtime hold that.

/** An argument in koffi's words. `pointer` takes an address, bytes, or null. */
const pointer = 'void *'
const text = 'const char *'
const int = 'int'
const size = 'size_t'

interface Slot {
  readonly at: number
  /** The minor number of the 1.x release that brought it, which is also the version of the table. */
  readonly since: number
  readonly args: readonly string[]
}

/** Functions that answer with an `OrtStatus`; what they make comes through their last argument. */
export const statusSlots = {
  createEnv: { at: 3, since: 0, args: [int, text, pointer] },
  createSession: { at: 7, since: 0, args: [pointer, text, pointer, pointer] },
  createSessionFromArray: { at: 8, since: 0, args: [pointer, pointer, size, pointer, pointer] },
  createSessionOptions: { at: 10, since: 0, args: [pointer] },
  setExecutionMode: { at: 13, since: 0, args: [pointer, int] },
  enableProfiling: { at: 14, since: 0, args: [pointer, text] },
  disableCpuMemArena: { at: 19, since: 0, args: [pointer] },
  setGraphOptimizationLevel: { at: 23, since: 0, args: [pointer, int] },
  setIntraOpNumThreads: { at: 24, since: 0, args: [pointer, int] },
  setInterOpNumThreads: { at: 25, since: 0, args: [pointer, int] },
  sessionGetInputCount: { at: 30, since: 0, args: [pointer, pointer] },
  sessionGetOutputCount: { at: 31, since: 0, args: [pointer, pointer] },
  sessionGetInputTypeInfo: { at: 33, since: 0, args: [pointer, size, pointer] },
  sessionGetOutputTypeInfo: { at: 34, since: 0, args: [pointer, size, pointer] },
  sessionGetInputName: { at: 36, since: 0, args: [pointer, size, pointer, pointer] },
  sessionGetOutputName: { at: 37, since: 0, args: [pointer, size, pointer, pointer] },
  createRunOptions: { at: 39, since: 0, args: [pointer] },
  runOptionsSetTerminate: { at: 46, since: 0, args: [pointer] },
  createTensorWithData: {
    at: 49,
    since: 0,
    args: [pointer, pointer, size, pointer, size, int, pointer],
  },
  getTensorMutableData: { at: 51, since: 0, args: [pointer, pointer] },
  castTypeInfoToTensorInfo: { at: 55, since: 0, args: [pointer, pointer] },
  getOnnxTypeFromTypeInfo: { at: 56, since: 0, args: [pointer, pointer] },
  getTensorElementType: { at: 60, since: 0, args: [pointer, pointer] },
  getDimensionsCount: { at: 61, since: 0, args: [pointer, pointer] },
  getDimensions: { at: 62, since: 0, args: [pointer, pointer, size] },
  getSymbolicDimensions: { at: 63, since: 0, args: [pointer, pointer, size] },
  getTensorTypeAndShape: { at: 65, since: 0, args: [pointer, pointer] },
  getValueType: { at: 67, since: 0, args: [pointer, pointer] },
  createCpuMemoryInfo: { at: 69, since: 0, args: [int, int, pointer] },
  allocatorFree: { at: 76, since: 0, args: [pointer, pointer] },
  getDefaultAllocator: { at: 78, since: 0, args: [pointer] },
  sessionEndProfiling: { at: 110, since: 2, args: [pointer, pointer, pointer] },
  addFreeDimensionOverrideByName: { at: 124, since: 3, args: [pointer, text, 'int64_t'] },
  getAvailableProviders: { at: 125, since: 4, args: [pointer, pointer] },
  releaseAvailableProviders: { at: 126, since: 4, args: [pointer, int] },
  addSessionConfigEntry: { at: 130, since: 5, args: [pointer, text, text] },
  createAllocator: { at: 131, since: 5, args: [pointer, pointer, pointer] },
  runWithBinding: { at: 133, since: 5, args: [pointer, pointer, pointer] },
  createIoBinding: { at: 134, since: 5, args: [pointer, pointer] },
  bindInput: { at: 136, since: 5, args: [pointer, text, pointer] },
  bindOutputToDevice: { at: 138, since: 5, args: [pointer, text, pointer] },
  getBoundOutputValues: { at: 140, since: 5, args: [pointer, pointer, pointer, pointer] },
  appendTensorRt: { at: 170, since: 9, args: [pointer, pointer] },
  createTensorRtOptions: { at: 171, since: 9, args: [pointer] },
  appendCuda: { at: 204, since: 11, args: [pointer, pointer] },
  createCudaOptions: { at: 205, since: 11, args: [pointer] },
  appendProvider: { at: 216, since: 12, args: [pointer, text, pointer, pointer, size] },
  allocatorGetStats: { at: 319, since: 23, args: [pointer, pointer] },
} as const satisfies Readonly<Record<string, Slot>>

/** Functions that answer nothing: most give back what another made. */
export const releaseSlots = {
  releaseEnv: { at: 92, since: 0, args: [pointer] },
  releaseStatus: { at: 93, since: 0, args: [pointer] },
  releaseMemoryInfo: { at: 94, since: 0, args: [pointer] },
  releaseSession: { at: 95, since: 0, args: [pointer] },
  releaseValue: { at: 96, since: 0, args: [pointer] },
  releaseRunOptions: { at: 97, since: 0, args: [pointer] },
  releaseTypeInfo: { at: 98, since: 0, args: [pointer] },
  releaseTensorInfo: { at: 99, since: 0, args: [pointer] },
  releaseSessionOptions: { at: 100, since: 0, args: [pointer] },
  releaseAllocator: { at: 132, since: 5, args: [pointer] },
  releaseIoBinding: { at: 135, since: 5, args: [pointer] },
  clearBoundOutputs: { at: 142, since: 5, args: [pointer] },
  releaseTensorRtOptions: { at: 174, since: 9, args: [pointer] },
  releaseCudaOptions: { at: 208, since: 11, args: [pointer] },
  releaseKeyValuePairs: { at: 300, since: 22, args: [pointer] },
} as const satisfies Readonly<Record<string, Slot>>

/** Functions with an answer of their own. */
export const plainSlots = {
  getErrorCode: { at: 1, since: 0, args: [pointer], returns: int },
  getErrorMessage: { at: 2, since: 0, args: [pointer], returns: text },
  getKeyValue: { at: 297, since: 22, args: [pointer, text], returns: text },
} as const satisfies Readonly<Record<string, Slot & { readonly returns: string }>>

/** The oldest release that was tried. The functions of a plain session with bound inputs and outputs came with 1.5. */
export const leastApi = 10
