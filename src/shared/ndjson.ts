// Splits a stream of bytes into lines of bounded length: the shape of every stream in Benchtop.

/** Thrown for a line beyond the bound; the stream can not be trusted any further. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError'
}

/** Collects chunks and gives back whole lines without their ends. A line over `maxBytes` throws. */
export class LineSplitter {
  readonly #maxBytes: number
  readonly #decoder = new TextDecoder('utf-8')
  #parts: Uint8Array[] = []
  #heldBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** The lines that are complete now. */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#hold(chunk.subarray(start, end))
      lines.push(this.#take())
      start = end + 1
    }
    this.#hold(chunk.slice(start))
    return lines
  }

  /** What stands after the last line end: nothing, or a torn line. */
  rest(): string {
    return this.#take()
  }

  #hold(part: Uint8Array): void {
    this.#heldBytes += part.length
    if (this.#heldBytes > this.#maxBytes)
      throw new LineTooLongError(`a line is longer than ${this.#maxBytes} bytes`)
    if (part.length > 0) this.#parts.push(part)
  }

  #take(): string {
    const whole = new Uint8Array(this.#heldBytes)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.length
    }
    this.#parts = []
    this.#heldBytes = 0
    const text = this.#decoder.decode(whole)
    return text.endsWith('\r') ? text.slice(0, -1) : text
  }
}
