// Inputs with a meaning for the models of `real.test.ts`: drawn digits, sounds like speech, text. Those that calibrate and
// those that compare are never the same.

import { seededUniform } from '../../src/shared/stats.ts'
import type { Tensor } from '../../src/shared/tensor.ts'
import { drawnPictures } from './drawing.ts'
import { tokenizer } from './tokens.ts'

export type Purpose = 'calibrate' | 'compare'

export const sampleCount = 8

const seedOf = (purpose: Purpose) => (purpose === 'calibrate' ? 100 : 200)

/** Digits in other places on each picture, with `lines` of them. */
export async function pictures(
  purpose: Purpose,
  {
    width,
    height,
    most,
  }: { readonly width: number; readonly height: number; readonly most: number },
): Promise<Tensor> {
  const random = seededUniform(seedOf(purpose))
  const upTo = (limit: number) => Math.floor(random() * Math.max(1, limit))
  return drawnPictures(
    Array.from({ length: sampleCount }, () => {
      const count = 3 + upTo(most - 2)
      const digits = Array.from({ length: count }, () => '2345678'[upTo(7)] ?? '2').join('')
      const left = 4 + upTo(width - count * 22 - 8)
      return { digits, drawing: { width, height, left, top: 4 + upTo(height - 36) } }
    }),
  )
}

/** A voice: a pitch that glides, its overtones under two formants, syllables, breath. [N, length] at 16 kHz. */
export function voices(purpose: Purpose, length: number): Tensor {
  const random = seededUniform(seedOf(purpose))
  const data = new Float32Array(sampleCount * length)
  for (let voice = 0; voice < sampleCount; voice++) {
    const pitch = 90 + 150 * random()
    const formants = [300 + 500 * random(), 900 + 1500 * random()]
    const [glide, syllables] = [0.2 * (random() - 0.5), 3 + 3 * random()]
    // Not from the silence between two syllables on.
    const begin = 0.3 / syllables
    let phase = 0
    for (let at = 0; at < length; at++) {
      const seconds = at / 16_000
      phase += (2 * Math.PI * pitch * (1 + glide * Math.sin(5 * seconds))) / 16_000
      let sound = 0
      for (let overtone = 1; overtone <= 20; overtone++) {
        const frequency = overtone * pitch
        const strength = formants.reduce(
          (sum, formant) => sum + Math.exp(-(((frequency - formant) / 200) ** 2)),
          0.05,
        )
        sound += (strength / overtone) * Math.sin(overtone * phase)
      }
      const loudness = Math.max(0, Math.sin(Math.PI * syllables * (begin + seconds))) ** 2
      data[voice * length + at] = 0.2 * loudness * sound + 0.005 * (random() - 0.5)
    }
  }
  return { type: 'float', dims: [sampleCount, length], data }
}

const questions: Readonly<Record<Purpose, readonly string[]>> = {
  calibrate: [
    '请介绍一下你自己，你是谁，你能做什么？',
    '中国的首都是哪里？那里有哪些著名的景点值得去看？',
    'Why is the sky blue during the day and red in the evening?',
    '帮我写一首关于春天的短诗，要有花和鸟，还有雨。',
    '水在多少度会结冰，在多少度会沸腾？请解释原因。',
    'Explain how a bicycle stays upright while it is moving.',
    '如何学习一门新的语言？请给我三个实用的建议。',
    '太阳系里有几颗行星？请按照离太阳的距离排列。',
  ],
  compare: [
    '长江是世界第几长的河流？它流经哪些城市？',
    'What is the difference between weather and climate?',
    '请用简单的话解释什么是万有引力，并举一个例子。',
    '推荐几本适合中学生阅读的书，并说明推荐的理由。',
    '怎样才能保持身体健康？请从饮食和运动两方面说。',
    'Write a short letter to a friend who has moved away.',
    '月亮为什么会有圆缺变化？它自己会发光吗？',
    '一辆汽车每小时行驶六十公里，三小时能走多远？',
  ],
}

/** The beginning of a chat about each question: [N, length]. */
export function chats(purpose: Purpose, tokenizerPath: string, length: number): Tensor {
  const tokensOf = tokenizer(tokenizerPath)
  const rows = questions[purpose].map((question) => {
    const chat = `<|im_start|>system\n你是 MiniMind，是一个有用的人工智能助手。<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`
    const tokens = tokensOf(chat).slice(0, length)
    if (tokens.length < length) throw new Error(`${question} has ${tokens.length} tokens`)
    return tokens
  })
  return {
    type: 'int64',
    dims: [rows.length, length],
    data: BigInt64Array.from(rows.flat(), BigInt),
  }
}
