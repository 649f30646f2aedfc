// The smallest model there is: one Relu over one number. It warms the runtime before a load is timed.

const base64 =
  'CAg6NgoMCgF4EgF5IgRSZWx1EgR0aW55Wg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ=='

/** An ONNX file with input `x` and output `y`, float32 of shape [1]. */
export function tinyModel(): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
