// 简体中文。Cited figures.

import type { Words } from '../en.ts'

export const referencesWords: Pick<Words, 'references'> = {
  references: {
    title: '参考数据',
    what: '与结果并排显示的公开数据。每一项都注明条件和来源。',
    searchWhat: '硬件、运行时、提交者',
    found: '{{total}} 项数据中的 {{count}} 项',
    all: {
      hardware: '全部硬件',
      model: '全部模型',
      metric: '全部指标',
      precision: '全部精度',
      source: '全部来源',
    },
    hardware: { cpu: '仅 CPU', accelerator: '带加速器' },
    metric: { latencyP90: 'p90 延迟', throughput: '吞吐量' },
    column: {
      device: '硬件',
      architecture: '模型',
      latency: 'p90 延迟',
      throughput: '样本/秒',
      scenario: '场景',
      precision: '精度',
      runtime: '运行时',
      batch: '批大小',
      source: '来源',
      runs: '您的测量',
    },
    unknownTerm: '来源没有说明。',
    open: '{{source}}：打开 {{label}} 的来源',
    copy: '复制 {{label}} 这一行',
    copied: '已复制',
    submittedBy: 'MLPerf {{round}}，{{submitter}}',
    beside_one: '{{count}} 次',
    beside_other: '{{count}} 次',
    besideWhy: '同一架构的测量。点击打开最新的一次，此数据在其参考之中。',
    none: '无',
  },
}
