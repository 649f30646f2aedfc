// The tokens of a text by a byte-level BPE vocabulary, as `tokenizer.json` of Hugging Face holds it.

import { readFileSync } from 'node:fs'

interface Vocabulary {
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>
    readonly merges: readonly (readonly [string, string])[]
  }
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[]
}

/** GPT-2's letters for bytes: those that can be seen stand for themselves. */
const letters: readonly string[] = (() => {
  const seen = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(seen(byte) ? byte : next++))
})()

const word = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu

export function tokenizer(path: string): (text: string) => readonly number[] {
  const { model, added_tokens: added }: Vocabulary = JSON.parse(readFileSync(path, 'utf8'))
  const ranks = new Map(model.merges.map(([left, right], rank) => [`${left} ${right}`, rank]))
  const special = new Map(added.map(({ id, content }) => [content, id]))

  const merged = (piece: string): readonly number[] => {
    let parts = Array.from(Buffer.from(piece), (byte) => letters[byte] ?? '')
    for (;;) {
      const rank = (at: number) => ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Number.MAX_VALUE
      const places = parts.slice(1).map((_, at) => at)
      const best = places.reduce((least, at) => (rank(at) < rank(least) ? at : least), 0)
      if (parts.length < 2 || rank(best) === Number.MAX_VALUE) break
      parts = [
        ...parts.slice(0, best),
        `${parts[best]}${parts[best + 1]}`,
        ...parts.slice(best + 2),
      ]
    }
    return parts.map((part) => {
      const id = model.vocab[part]
      if (id === undefined) throw new Error(`there is no token ${part}`)
      return id
    })
  }

  return (text) =>
    text.split(/(<\|[a-z_]+\|>)/).flatMap((part) => {
      const id = special.get(part)
      return id === undefined ? [...part.matchAll(word)].flatMap(([piece]) => merged(piece)) : [id]
    })
}
