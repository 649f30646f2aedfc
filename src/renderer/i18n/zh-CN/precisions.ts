// 简体中文。Precisions, and the variants of a model side by side in a result.

import type { Words } from '../en.ts'

export const precisionsWords: Pick<Words, 'precision' | 'precisions'> = {
  precision: {
    unknown: '精度未知',
    what: {
      fp32: '把量化模型的权重和激活恢复为 32 位浮点：其他精度都由它生成。',
      fp16: '大小减半。在能以 fp16 计算的提供程序上更快，例如 GPU 和较新的 Arm 核；在别处会因类型转换而变慢。',
      'int8-dynamic':
        '约为四分之一大小，不需要样本。适合以矩阵乘法为主的模型：Transformer、循环网络。',
      'int8-static':
        '约为四分之一大小，在多数 CPU 和 NPU 上最快，卷积也在内。需要与真实输入相近的样本。',
      int4: '矩阵乘法的权重为 4 位。适合受内存限制的语言模型；激活保持不变。',
    },
  },
  precisions: {
    title: '精度',
    what: '比值大于 1 表示比参照更快、更多，或占用内存更少。余弦和基线取与原模型相比最不准确的输出。',
    conditions: '条件',
    reference: '参照',
    original: '原模型本身',
    head: {
      size: '大小',
      p50: 'p50',
      speedUp: '更快',
      rate: '样本/秒',
      rateRatio: '更多',
      memory: '内存峰值',
      memoryRatio: '更少',
      energy: '焦耳/推理',
      energyRatio: '更省电',
      cosine: '余弦',
      floor: '基线',
      verdict: '结论',
    },
    headWhat: {
      size: '模型连同其旁的所有文件，以及与参照之比。',
      p50: '延迟中位数及其 95 % 区间的一半。',
      speedUp: '参照的延迟中位数与此之比。',
      rate: '每秒样本数。',
      rateRatio: '每秒样本数与参照之比。',
      memory: '测量进程的常驻内存峰值。',
      memoryRatio: '参照的内存峰值与此之比。',
      energy: '测量窗口内一次推理的能耗，不扣除静止时的功率。',
      energyRatio: '参照的能耗与此之比。',
      cosine: '与原模型相比；1 为方向相同。',
      floor: '原模型的输出与它对其他样本的输出之间的余弦，所有样本对一起求和。',
    },
    slower: {
      is: '{{precision}} 的用时是 {{reference}} 的 {{ratio}}。',
      unknown: '记录中没有能说明原因的内容。',
      inserted_one: '插入了原模型没有的 {{count}} 个节点：{{operators}}。',
      inserted_other: '插入了原模型没有的 {{count}} 个节点：{{operators}}。',
      added:
        '文件有 {{inFile}} 个节点，实际运行了 {{ran}} 个：运行时自行插入了一些，例如在没有实现的算子前后。',
      moreNodes: '运行了 {{ran}} 个节点，{{reference}} 为 {{of}} 个。',
      kept_one: '{{count}} 个节点保持原样，因为没有以此精度计算它的实现。',
      kept_other: '{{count}} 个节点保持原样，因为没有以此精度计算它们的实现。',
      fallback: '{{provider}} 只运行了 {{total}} 个节点中的 {{nodes}} 个。',
    },
    front: {
      title: '准确度与速度',
      titleEnergy: '准确度与能耗',
      finding_one: '没有哪种精度比 {{precisions}} 既快又准',
      finding_other: '没有哪种精度在速度和准确度上都胜过 {{precisions}}',
      findingEnergy_one: '没有哪种精度比 {{precisions}} 既省电又准',
      findingEnergy_other: '没有哪种精度在能耗和准确度上都胜过 {{precisions}}',
      against: '{{title}}（与 {{original}} 比较）',
      name: '帕累托前沿',
      gain: '准确度的量度',
      cost: '代价',
      latency: '延迟',
      energy: '能耗',
      cosine: '余弦',
      sqnr: 'SQNR',
      cosineAxis: '与原模型的余弦，越高越好',
      sqnrAxis: 'SQNR，dB，越高越好',
      what: '实心点和虚线是帕累托前沿：没有其他精度既更快又更接近原模型。打叉的点不计入，或未达到阈值。',
      whatEnergy:
        '实心点和虚线是帕累托前沿：没有其他精度既更省电又更接近原模型。打叉的点不计入，或未达到阈值。',
      noneCounts: '这些测量点都不计入，因此没有画出前沿。',
      missing: {
        cosine: '未测量或未比较的没有画出。',
        sqnr: '原模型没有噪声，因此不在图中；未测量或未比较的也没有画出。',
      },
      notCompared: '变体与原模型比较之后，这里会画出准确度与速度：请到模型的页面进行比较。',
    },
  },
}
