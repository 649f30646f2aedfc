// The English of an energy: where power was read, how much of the board that sees, and what makes a figure weak. Part of
// `resultWords`.

import type { EnergyFlag, PowerMethod } from './power.ts'

export const energyWords = {
  method: {
    'wall-meter': 'wall meter',
    'input-rail': 'input rail',
    'rail-sum': 'sum of rails',
    package: 'processor package (RAPL)',
    battery: 'battery',
    pmic: 'rails of the PMIC',
    gpu: 'GPU alone',
  } satisfies Readonly<Record<PowerMethod, string>>,
  coverage: { whole: 'the whole board', partial: 'part of the board' },
  notMeasured: 'not measured',
  flag: {
    short: {
      mark: 'under 60 s',
      says: 'Power was read for less than 60 s: one process that wakes, or one step of a clock, weighs too much.',
      hint: 'Measure with a window of 60 s for energy.',
    },
    'few-samples': {
      mark: 'few readings',
      says: 'Power was read fewer than 100 times in the measured window.',
      hint: 'Measure for longer: the source is slow.',
    },
    gap: {
      mark: 'with a gap',
      says: 'For a part of the measured window power was not read; the figure takes a straight line over it.',
      hint: 'Look at the power over time, and measure again.',
    },
    charging: {
      mark: 'a battery charged',
      says: 'A battery was charging meanwhile: what fed it is not the model’s.',
      hint: 'Measure again with the battery full, or without the charger.',
    },
    estimated: {
      mark: 'estimated',
      says: 'The figure is an estimate, scaled from what was read.',
      hint: 'For a measured one put a meter before the board, and import its record.',
    },
    'some-repetitions': {
      mark: 'not in all repetitions',
      says: 'Power was read in only some of the repetitions that count.',
      hint: 'Look at the repetitions one by one; a meter’s record has to cover the whole run.',
    },
    'doubtful-shift': {
      mark: 'shift not sure',
      says: 'Where the meter’s record lies beside the run is not sure: power follows load only roughly, or as well at another shift.',
      hint: 'Look at the meter’s chart of the run, and set its shift by hand.',
    },
  } satisfies Readonly<
    Record<EnergyFlag, { readonly mark: string; readonly says: string; readonly hint: string }>
  >,
  mismatch: {
    method: 'power by {{own}} against {{base}}',
    coverage: 'power of {{own}} against {{base}}',
    source: 'power of {{own}} against that of {{base}}, other parts of a board',
  },
}
