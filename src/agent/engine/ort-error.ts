// What ONNX Runtime's C interface answers instead of doing what it was asked: a code and a sentence.

/** `OrtErrorCode` of onnxruntime_c_api.h, as far as it decides something here. */
export const ortErrorCodes = { noSuchFile: 3, invalidProtobuf: 7 } as const

export class OrtError extends Error {
  override readonly name = 'OrtError'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
