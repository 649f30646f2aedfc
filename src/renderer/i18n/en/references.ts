// Cited figures.

export const referencesWords = {
  references: {
    title: 'References',
    what: 'Published figures that results are drawn beside. Each names its terms and its source.',
    searchWhat: 'Hardware, runtime, submitter',
    found: '{{count}} of {{total}} figures',
    all: {
      hardware: 'All hardware',
      model: 'All models',
      metric: 'All figures',
      precision: 'All precisions',
      source: 'All sources',
    },
    hardware: { cpu: 'CPU only', accelerator: 'With accelerator' },
    metric: { latencyP90: 'p90 latency', throughput: 'Throughput' },
    column: {
      device: 'Hardware',
      architecture: 'Model',
      latency: 'p90 latency',
      throughput: 'Samples/s',
      scenario: 'Scenario',
      precision: 'Precision',
      runtime: 'Runtime',
      batch: 'Batch',
      source: 'Source',
      runs: 'Your runs',
    },
    unknownTerm: 'The source does not say.',
    open: '{{source}}: open the source of {{label}}',
    copy: 'Copy the row of {{label}}',
    copied: 'Copied',
    submittedBy: 'MLPerf {{round}}, {{submitter}}',
    beside_one: '{{count}} run',
    beside_other: '{{count}} runs',
    besideWhy:
      'Runs of the same architecture. The newest opens, with this figure among its references.',
    none: 'none',
  },
}
