// How a plan file spells the axes and terms of a sweep besides its models: an axis is a value or a list of them, a
// duration or a temperature has its unit in its name, and what stands at its default can be left out.

import { z } from 'zod'
import { frequencyPattern, khzIn } from './frequency-text.ts'
import { defaultLadderMost } from './ladder.ts'
import { limitsSchema, longestRestMs, modes } from './limits.ts'
import { engineIds, planSchema, scenarios } from './plan.ts'
import { cpuProvider, sessionSettingsSchema } from './session-settings.ts'

/** The governor or the frequency that the board has, where a name or a number would stand. */
export const asFound = 'as-found'

/** The library that Benchtop brings, where a path would stand. */
export const bundledLibrary = 'bundled'

const isUnique = (values: readonly unknown[]) =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length

function oneOrList<T extends z.ZodType>(value: T, expected: string) {
  const list = z.array(value).min(1).max(64).refine(isUnique, 'a value stands twice')
  return z.union([value, list], { error: `expected ${expected}, or a list of them` })
}

const oneOf = (values: readonly string[]) => `one of ${values.join(', ')}`

const onOff = z.union([z.boolean(), z.enum(['on', 'off'])])
const { provider, execution, optimization, placement, dimensions } = sessionSettingsSchema.shape

const settingsInFileSchema = z.strictObject({
  library: oneOrList(z.string().min(1).max(4096), `${bundledLibrary} or a path`)
    .optional()
    .meta({
      title: 'Library',
      description: `A libonnxruntime on the board by its path, or ${bundledLibrary}: the one that Benchtop brings.`,
      examples: [bundledLibrary, '/usr/lib/libonnxruntime.so.1'],
    }),
  provider: oneOrList(provider, 'a name such as CUDAExecutionProvider')
    .optional()
    .meta({
      title: 'Execution provider',
      description:
        'By the name of ONNX Runtime. It is asked for before the CPU, which takes what it leaves.',
      examples: [cpuProvider, ['CUDAExecutionProvider', cpuProvider]],
    }),
  execution: oneOrList(execution, 'sequential or parallel').optional().meta({
    title: 'Execution mode',
    description: 'parallel: operators that do not depend on each other run side by side.',
  }),
  optimization: oneOrList(optimization, oneOf(optimization.options)).optional().meta({
    title: 'Graph optimization',
    description: 'How far ONNX Runtime rewrites the graph at load.',
  }),
  arena: oneOrList(onOff, 'on or off').optional().meta({
    title: 'Arena',
    description: 'Whether activations come from an arena that keeps its memory.',
  }),
  spinning: oneOrList(onOff, 'on or off').optional().meta({
    title: 'Spinning',
    description: 'Whether threads that wait for work spin.',
  }),
  placement: oneOrList(placement, 'all, big, little or a list of cores')
    .optional()
    .meta({
      title: 'Placement',
      description:
        'The cores that may be used: all, one kind of a big.LITTLE chip, or these. [4, 5] is one placement on two cores, [[4], [5]] are two.',
      examples: ['big', ['all', 'big', [4, 5]]],
    }),
  dimensions: oneOrList(dimensions, 'open or fixed').optional().meta({
    title: 'Dimensions',
    description:
      'fixed: the sizes are given to the session too, so that it can plan for them. The engine onnxruntime-node can not.',
  }),
})
export type SettingsInFile = z.infer<typeof settingsInFileSchema>

const frequencyExpected = 'a frequency with its unit, such as 1.8GHz'
const frequencyInFile = z
  .string({ error: `expected ${frequencyExpected}` })
  .regex(frequencyPattern, `expected ${frequencyExpected}`)
  .refine((text) => (khzIn(text) ?? 0) <= 100_000_000, 'no processor is clocked so high')
  .refine((text) => khzIn(text) !== null, 'a frequency of 0')

const areFrequenciesUnique = (given: string | readonly string[]) =>
  typeof given === 'string' ||
  isUnique(given.map((text) => (text === asFound ? text : khzIn(text))))

const batch = planSchema.shape.batches.element
const threadCount = planSchema.shape.threads.element
const boundMs = z.number().positive()

const ladderSchema = z.strictObject({
  ladder: z
    .union([batch, planSchema.shape.batches], {
      error: 'expected the largest batch, or a list of batches',
    })
    .meta({ description: '1, 2, 4, … up to this batch, or these batches.' }),
  latencyBoundMs: boundMs
    .optional()
    .meta({ description: 'The ladder also ends where the latency passes this.' }),
})

const coolDownInFileSchema = z.union(
  [
    z.strictObject({
      seconds: z.number().min(0.001).max(3_600).meta({ description: 'A pause of this length.' }),
    }),
    z.strictObject({
      belowC: z
        .number()
        .min(1)
        .max(150)
        .meta({ description: 'Until the hottest zone of the board is below.' }),
      atMostSeconds: z
        .number()
        .min(0.001)
        .max(3_600)
        .default(600)
        .meta({ description: 'But no longer than this.' }),
    }),
  ],
  { error: 'expected {seconds: …} or {belowC: …}' },
)
export type CoolDownInFile = z.infer<typeof coolDownInFileSchema>

const second = z.number().min(0)

const energyInFileSchema = z.strictObject({
  windowSeconds: second.max(3_600).optional().meta({
    description: 'The least window of a point. Below 60 an energy is flagged as short.',
  }),
  restSeconds: second
    .max(longestRestMs / 1_000)
    .optional()
    .meta({
      description:
        'How long the board is seen at rest before the first point of each clock; 0: not at all. It stands beside the energy and is never taken off.',
    }),
})
export type EnergyInFile = z.infer<typeof energyInFileSchema>

/** Those of energy are said by a key of their own. */
const { minEnergyMs: _, idleMs: __, ...limitsShape } = limitsSchema.shape

/** Limits that differ from those of a mode in some, and limits that are all spelled out. */
export const limitsInFileSchema = z
  .union(
    [
      z.strictObject({
        like: z
          .enum(modes, { error: `expected ${oneOf(modes)}, whose limits these change` })
          .meta({ description: 'The mode whose limits these change.' }),
        ...z
          .strictObject({
            ...limitsShape,
            precision: limitsSchema.shape.precision.unwrap(),
            sampleSize: limitsSchema.shape.sampleSize.unwrap(),
          })
          .partial().shape,
      }),
      limitsSchema.strict(),
    ],
    { error: 'expected {like: normal, …} with what differs from that mode' },
  )
  .meta({
    title: 'Limits',
    description:
      'Limits of your own in place of a mode. precision: half the width of the 95 % interval, relative, at which a point is known well enough.',
    examples: [{ like: 'normal', precision: 0.005 }],
  })
export type LimitsInFile = z.infer<typeof limitsInFileSchema>

export const axisFields = {
  scenarios: oneOrList(z.enum(scenarios), oneOf(scenarios))
    .optional()
    .meta({
      title: 'Scenarios',
      description:
        'The loads of MLPerf. single-stream: one query after another. multi-stream: 8 samples a query. offline: everything at once. server: queries arrive at random, and the highest rate that meets the bound is looked for.',
      examples: [['single-stream', 'offline']],
    }),
  batches: z
    .union(
      [
        oneOrList(batch, 'a whole number'),
        z.literal('ladder').meta({ description: `1, 2, 4, … up to ${defaultLadderMost}.` }),
        ladderSchema,
      ],
      { error: 'expected whole numbers, ladder or {ladder: …}' },
    )
    .default([1])
    .meta({
      title: 'Batch sizes',
      description:
        'A ladder goes up until the memory is used up, the latency passes its bound, or throughput fell by more than 5 % twice.',
      examples: [[1, 2, 4], 'ladder', { ladder: 256, latencyBoundMs: 50 }],
    }),
  threads: z
    .union([z.literal('all'), oneOrList(threadCount, 'a whole number')], {
      error: 'expected all, or a list of numbers',
    })
    .default('all')
    .meta({
      title: 'Threads',
      description:
        'Thread counts, or all: one count, every core that the board lets a process use.',
      examples: ['all', [1, 4]],
    }),
  engines: oneOrList(z.enum(engineIds), oneOf(engineIds)).optional().meta({
    title: 'Engines',
    description:
      'ort-c: ONNX Runtime through its C interface, as a native program calls it; where nothing is said. onnxruntime-node: what a Node application pays.',
  }),
  governors: oneOrList(
    z.union([z.literal(asFound), z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)]),
    `the name of a governor, or ${asFound}`,
  )
    .optional()
    .meta({
      title: 'Governors',
      description: `Set for every frequency policy of the processor while its points are measured, and given back at the end. ${asFound}: as the board has it; where nothing is said.`,
      examples: [['performance', 'schedutil']],
    }),
  frequencies: oneOrList(
    z.union([z.literal(asFound), frequencyInFile], { error: `expected ${frequencyExpected}` }),
    `${frequencyExpected}, or ${asFound}`,
  )
    .refine(areFrequenciesUnique, 'a value stands twice')
    .optional()
    .meta({
      title: 'Frequencies',
      description: `Each policy is held at the highest step of its own that is not above, and given back at the end. ${asFound}: the limits that the board has; where nothing is said.`,
      examples: [['1.2GHz', '1.8GHz'], '408MHz'],
    }),
  settings: settingsInFileSchema.optional().meta({
    title: 'Settings of the session',
    description: 'Each a value or a list; what is not named stands at its default.',
  }),
  repetitions: planSchema.shape.repetitions.unwrap().optional().meta({
    title: 'Repetitions',
    description:
      'How many processes measure each point, interleaved with the other points in an order drawn from the seed. Two points are compared by a rank test from 9.',
  }),
  server: z
    .strictObject({ boundMs: boundMs.max(600_000) })
    .optional()
    .meta({
      title: 'Server',
      description: 'The latency at p99 that a rate has to hold in the scenario server; 100 ms.',
    }),
  energy: energyInFileSchema.optional().meta({
    title: 'Energy',
    description:
      'On a board whose power is read: for how long, where that is more than the mode does. It takes 60 s for the steps of a clock, or one process that wakes, to weigh little.',
    examples: [{ windowSeconds: 60, restSeconds: 30 }],
  }),
  coolDown: coolDownInFileSchema.optional().meta({
    title: 'Cool-down',
    description: 'What happens between two measurements, so that one does not heat the next.',
    examples: [{ seconds: 30 }, { belowC: 55 }],
  }),
}
