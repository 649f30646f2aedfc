// Precisions, and the variants of a model side by side in a result.

export const precisionsWords = {
  precision: {
    unknown: 'precision unknown',
    what: {
      fp32: 'Weights and activations of a quantized model back in 32-bit floats: the original that other precisions are made from.',
      fp16: 'Half the size. Faster where the provider computes in fp16, as GPUs and newer Arm cores do; elsewhere casts make it slower.',
      'int8-dynamic':
        'About a quarter of the size, no samples needed. Helps models of matrix products: transformers, recurrent networks.',
      'int8-static':
        'About a quarter of the size and the fastest on most CPUs and NPUs, convolutions included. Needs samples like the real inputs.',
      int4: 'Weights of matrix products in 4 bits. For language models, which are bound by memory; activations stay as they are.',
    },
  },
  precisions: {
    title: 'Precisions',
    what: 'Ratios above 1 are faster, more, or less memory than the reference. Cosine and floor are of the least accurate output against the original.',
    conditions: 'Under',
    reference: 'reference',
    original: 'the original itself',
    head: {
      size: 'Size',
      p50: 'p50',
      speedUp: 'Faster',
      rate: 'Samples/s',
      rateRatio: 'More',
      memory: 'Peak memory',
      memoryRatio: 'Less',
      energy: 'J per inference',
      energyRatio: 'Less energy',
      cosine: 'Cosine',
      floor: 'Floor',
      verdict: 'Verdict',
    },
    headWhat: {
      size: 'Of the model with everything beside it, and over that of the reference.',
      p50: 'Median latency and half its 95 % interval.',
      speedUp: 'Median latency of the reference over this one.',
      rate: 'Samples per second.',
      rateRatio: 'Samples per second over those of the reference.',
      memory: 'Peak resident memory of the measuring process.',
      memoryRatio: 'Peak memory of the reference over this one.',
      energy: 'Energy of one inference over the measured window, rest not taken off.',
      energyRatio: 'Energy of the reference over this one.',
      cosine: 'Against the original; 1 is the same direction.',
      floor: 'Cosine of the original’s outputs with its own for other samples, all pairs summed.',
    },
    slower: {
      is: '{{precision}} takes {{ratio}} the time of {{reference}}.',
      unknown: 'Nothing that was recorded says why.',
      inserted_one: '{{count}} node was put in that the original does not have: {{operators}}.',
      inserted_other: '{{count}} nodes were put in that the original does not have: {{operators}}.',
      added:
        '{{ran}} nodes ran of a file that has {{inFile}}: the runtime put in its own, as it does around what it has no kernel for.',
      moreNodes: '{{ran}} nodes ran against {{of}} in {{reference}}.',
      kept_one: '{{count}} node stayed as it was, because nothing computes it at this precision.',
      kept_other:
        '{{count}} nodes stayed as they were, because nothing computes them at this precision.',
      fallback: '{{provider}} ran {{nodes}} of {{total}} nodes only.',
    },
    front: {
      title: 'Accuracy against speed',
      titleEnergy: 'Accuracy against energy',
      finding_one: 'No precision is both faster and nearer than {{precisions}}',
      finding_other: 'None beats {{precisions}} in both speed and accuracy',
      findingEnergy_one: 'No precision both takes less energy and is nearer than {{precisions}}',
      findingEnergy_other: 'None beats {{precisions}} in both energy and accuracy',
      against: '{{title}}: compared with {{original}}',
      name: 'Pareto front',
      gain: 'Measure of accuracy',
      cost: 'What is paid',
      latency: 'Latency',
      energy: 'Energy',
      cosine: 'Cosine',
      sqnr: 'SQNR',
      cosineAxis: 'cosine to the original, higher is better',
      sqnrAxis: 'SQNR, dB, higher is better',
      what: 'Filled points and the broken line are the Pareto front: no other precision is both faster and nearer to the original. A cross does not count, or fails its threshold.',
      whatEnergy:
        'Filled points and the broken line are the Pareto front: no other precision both takes less energy and is nearer to the original. A cross does not count, or fails its threshold.',
      noneCounts: 'None of these points counts, so that no front is drawn.',
      missing: {
        cosine: 'What was not measured or not compared is not drawn.',
        sqnr: 'The original has no noise, and so no place here; what was not measured or not compared has none either.',
      },
      notCompared:
        'Accuracy against speed is drawn once a variant was compared with its original: on the page of the model.',
    },
  },
}
