// 简体中文。What is said of a result: the words of src/shared/result-words.ts.

import type { Words } from '../en.ts'

export const resultWords: Pick<
  Words,
  | 'scenario'
  | 'engine'
  | 'clock'
  | 'setting'
  | 'warning'
  | 'invalid'
  | 'skipped'
  | 'stopped'
  | 'stoppedBlind'
  | 'energy'
> = {
  scenario: {
    'single-stream': {
      name: '单流',
      what: '一次一个推理，上一个结束后才开始下一个。',
      headline: 'p90 延迟',
    },
    'multi-stream': {
      name: '多流',
      what: '每次查询八个样本，上一次查询结束后才开始下一次。',
      headline: '查询的 p99 延迟',
    },
    offline: {
      name: '离线',
      what: '所有样本一开始就在：只看每秒样本数。',
      headline: '每秒样本数',
    },
    server: {
      name: '服务器',
      what: '查询随机到达：p99 延迟仍在界限之内的最高速率。',
      headline: '满足界限的最高速率',
    },
  },
  engine: {
    'ort-c': '原生程序的代价：ONNX Runtime 的 C 接口，输入与输出均已绑定。',
    'onnxruntime-node': 'Node 应用的代价：session.run，输出会被复制。',
  },
  clock: {
    governor: { asFound: '调频策略保持原样', value: '调频策略 {{governor}}' },
    frequency: { asFound: '频率保持原样', value: '{{frequency}}' },
  },
  setting: {
    library: {
      name: '运行库',
      what: '开发板上用于测量的 libonnxruntime（按路径）；不指定则用 Benchtop 自带的。',
      label: { default: 'Benchtop 自带的运行库', value: '运行库 {{value}}' },
    },
    provider: {
      name: '执行提供程序',
      what: '算子首先交给它；它不接受的由 CPU 执行。',
      label: { value: '{{value}}' },
    },
    execution: {
      name: '执行方式',
      what: '互不依赖的算子是否并行执行。',
      label: { sequential: '顺序执行', parallel: '并行执行' },
    },
    optimization: {
      name: '图优化',
      what: 'ONNX Runtime 加载模型时改写计算图的程度。',
      label: {
        disabled: '图优化关闭',
        basic: '基本图优化',
        extended: '扩展图优化',
        layout: '布局图优化',
        all: '全部图优化',
      },
    },
    arena: {
      name: '内存池',
      what: '激活值是否取自一个不归还内存的池：更快，但占用更多。',
      label: { on: '内存池开启', off: '内存池关闭' },
    },
    spinning: {
      name: '自旋',
      what: '等待任务的线程是否让核心空转：更快，但更热。',
      label: { on: '自旋开启', off: '自旋关闭' },
    },
    placement: {
      name: '核心',
      what: '测量进程可以使用的核心。',
      label: { all: '全部核心', big: '大核', little: '小核', value: '核心 {{value}}' },
    },
    dimensions: {
      name: '维度',
      what: '是否预先把尺寸告诉会话，使它能为此规划。',
      label: { open: '尺寸开放', fixed: '尺寸固定' },
    },
  },
  warning: {
    'slow-first-run': {
      says: '首次推理的用时为中位数的 {{ratio}}。',
      hint: '在投入使用前先运行一次模型，或把这一次也计入。',
    },
    noisy: {
      says: '延迟的波动为 {{percent}} %（标准差 ÷ 平均值）。',
      hint: '请固定时钟频率、停止其他程序，然后重新测量。',
    },
    bimodal: {
      says: '延迟集中在两个值附近：{{low}} 和 {{high}}。',
      hint: '请查看它们随时间的变化：两种核心或变化的时钟都会如此。任何单一数值都不能同时描述两者。',
    },
    slower: {
      says: '从前三分之一到后三分之一，延迟上升了 {{percent}} %。',
      hint: '开发板在升温或降频。持续模式会显示它最终稳定在何处。',
    },
    faster: {
      says: '从前三分之一到后三分之一，延迟下降了 {{percent}} %。',
      hint: '时钟仍在上升，或缓存仍在填充：请测量更长时间。',
    },
    'not-warm': {
      says: '预热到达上限时，相邻两个窗口仍不一致。',
      hint: '请允许更长的预热，或先让开发板安静下来。',
    },
    outliers: {
      says: '超出三倍四分位距的延迟：{{count}} 个。它们均被保留。',
      hint: '请查看它们出现的时刻，以及开发板当时在做什么。',
    },
    'partial-fallback': {
      says: '{{provider}} 接受了 {{total}} 个节点中的 {{nodes}} 个；其余在别处执行。',
      hint: '执行提供程序的表格会显示在何处执行，以及所占时间。',
    },
    'provider-unverified': {
      says: '无法看到 {{provider}} 是否执行了任何节点：这些数值可能属于另一个执行提供程序。',
      hint: '请重新测量；若仍如此，请查看该次运行在板上的日志。',
    },
    'repetitions-left-out': {
      says: '失败、被取消或不予计入、因而不在任何数值中的重复：{{count}} 次。',
      hint: '重复的列表说明每一次被排除的原因。',
    },
  },
  invalid: {
    'foreign-load': {
      says: '其他程序占用了处理器的 {{percent}} %。',
      hint: '请停止它们后重新测量：超过 5 % 的结果不予计入。',
    },
    'instrument-load': {
      says: 'Benchtop 自身占用了处理器的 {{percent}} %。',
      hint: '请关闭窗口，用 benchtop 命令测量。',
    },
    throttled: {
      says: '开发板降频：{{source}}。',
      hint: '请加强散热、检查电源，或让它在测量点之间冷却。',
    },
    'governor-changed': {
      says: '{{policy}} 的调频策略由 {{from}} 变为 {{to}}。',
      hint: '请查明是谁更改的，然后重新测量。',
    },
    'limits-changed': {
      says: '{{policy}} 的频率限值由 {{from}} 变为 {{to}}。',
      hint: '请查明是谁更改的，或让开发板冷却，然后重新测量。',
    },
    'battery-charging': {
      says: '测量期间 {{source}} 正在充电：部分电能流入了电池。',
      hint: '请等电池充满，或拔下电源，然后重新测量。',
    },
  },
  skipped: {
    'does-not-fit': '已略过：批大小 {{batch}} 已放不进内存。',
    'latency-bound': '已略过：批大小 {{batch}} 已超出延迟界限。',
    'throughput-fell': '已略过：到批大小 {{batch}} 为止，吞吐量已下降两次。',
    failed: '已略过：批大小 {{batch}} 失败。',
  },
  stopped: {
    precision: '在 ±{{percent}} % 时停止',
    'noise-settled': '噪声稳定后停止，此时为 ±{{percent}} %',
    complete: '已测量到底，±{{percent}} %',
    'time-cap': '到达时间上限而停止，此时为 ±{{percent}} %',
    'sample-cap': '到达样本上限而停止，此时为 ±{{percent}} %',
  },
  stoppedBlind: {
    precision: '已足够精确而停止',
    'noise-settled': '噪声稳定后停止',
    complete: '已测量到底',
    'time-cap': '到达时间上限而停止，没有区间',
    'sample-cap': '到达样本上限而停止，没有区间',
  },
  energy: {
    method: {
      'wall-meter': '外接功率计',
      'input-rail': '输入电源轨',
      'rail-sum': '各电源轨之和',
      package: '处理器封装（RAPL）',
      battery: '电池',
      pmic: 'PMIC 的电源轨',
      gpu: '仅 GPU',
    },
    coverage: { whole: '整块开发板', partial: '开发板的一部分' },
    notMeasured: '未测量',
    flag: {
      short: {
        mark: '不足 60 秒',
        says: '功率读取不足 60 秒：一个被唤醒的进程或一次变频就会影响过大。',
        hint: '请用 60 秒的窗口测量能耗。',
      },
      'few-samples': {
        mark: '读数少',
        says: '测量窗口内的功率读数少于 100 个。',
        hint: '请测量更长时间：该来源较慢。',
      },
      gap: {
        mark: '有间断',
        says: '测量窗口内有一段时间没有读到功率；该数值在此处按直线计算。',
        hint: '请查看功率随时间的变化，并重新测量。',
      },
      charging: {
        mark: '电池在充电',
        says: '期间有电池在充电：充入的能量不属于模型。',
        hint: '请在电池充满后或拔掉充电器后重新测量。',
      },
      estimated: {
        mark: '估计',
        says: '该数值是由读数换算的估计值。',
        hint: '要得到实测值，请在开发板前接功率计，并导入其记录。',
      },
      'some-repetitions': {
        mark: '并非所有重复',
        says: '只在部分计入的重复中读取了功率。',
        hint: '请逐个查看各次重复；功率计的记录须覆盖整个测量。',
      },
      'doubtful-shift': {
        mark: '对齐不确定',
        says: '功率计记录与测量的对齐并不确定：功率只是大致跟随负载，或在另一个偏移下同样相符。',
        hint: '请查看该测量的功率计图表，并手动设定偏移。',
      },
    },
    mismatch: {
      method: '功率来自{{own}}，对比{{base}}',
      coverage: '功率范围为{{own}}，对比{{base}}',
      source: '功率来自 {{own}}，对比 {{base}}，是开发板的不同部分',
    },
  },
}
