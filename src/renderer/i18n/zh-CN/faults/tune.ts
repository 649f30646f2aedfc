// 故障说明（tune）。The sentences of the faults in src/shared/faults/tune.ts.

import type { tuneFaults as English } from '../../../../shared/faults/tune.ts'
import type { FaultWords } from '../../en.ts'

export const tuneFaults: Record<keyof typeof English, FaultWords> = {
  'tuning-needs-password': {
    message: '在这块开发板上，sudo 设置时钟前需要密码。',
    hint: '请在询问时输入密码，或只安装一次助手程序：benchtop tune BOARD --install-helper。',
  },
  'tuning-password-wrong': {
    message: '这块开发板上的 sudo 没有接受该密码。',
    hint: '请重试。此登录用户必须能在该开发板上使用 sudo。',
  },
  'tuning-unmet': {
    message: '这块开发板上无法设置：{{what}}。',
    hint: '查看该开发板提供什么：benchtop tune BOARD。',
  },
  'tuning-not-given-back': {
    message: '{{board}} 的时钟不是原来的样子：Benchtop 没能恢复。',
    hint: '此命令说明还差什么，以及如何手动恢复：benchtop tune BOARD。再试一次：benchtop tune BOARD --restore。',
  },
  'tuning-not-permitted': {
    message: '{{user}} 无权设置该开发板的频率。',
    hint: '请以 root 登录，或允许该登录用户在那里使用 sudo。',
  },
  'tuning-needs-helper': {
    message: '设置频率的运行在全程都需要以 root 写入，而该开发板为此要求密码。',
    hint: '请安装一次助手程序，然后重新开始运行：benchtop tune BOARD --install-helper。',
  },
  'tuning-not-offered': {
    message: '该开发板没有可设置的频率。',
    hint: '虚拟机没有频率控制，有些内核也未包含它。请在此处遍历调频策略和频率以外的维度。',
  },
  'tuning-needs-frequency': {
    message: '调频策略 userspace 按指定的频率运行，但未给出频率。',
    hint: '请将它与频率一起遍历。',
  },
  'tuning-refused': {
    message: '{{path}} 未接受 {{value}}：读到的是 {{reads}}。',
    hint: '一同设置的值都已恢复。详情为内核的原话。',
  },
  'tuning-not-writable': {
    message: '在该开发板上无法写入 {{path}}。',
    hint: '内核没有提供它或不允许写入，或者它不是 Benchtop 会设置的文件。此次调频没有留下任何更改。详情为内核的原话。',
  },
  'tuning-tainted': {
    message: '开发板正被 {{source}} 降速，此刻读到的并非其自身设置。',
    hint: '请等它冷却后重试。若仍要设置，请加上 --accept-taint，或在窗口的写入按钮旁确认接受；此刻读到的限值在恢复后可能会保留。',
  },
  'tuning-busy': {
    message: '另有程序正在设置该开发板的频率。',
    hint: '请等那次运行结束，或取消它。',
  },
  'tuning-leftover': {
    message: '该开发板上此前调整过的设置无法全部恢复，因此不再设置新的值。',
    hint: '此命令会说明还剩什么以及如何手动恢复：benchtop tune BOARD。',
  },
  'tuning-over': {
    message: '调整的时限已到，开发板已恢复原有设置。',
    hint: '如仍需要，请重新设置。',
  },
  'tuning-none': {
    message: '该开发板上没有可以更改时限的调频。',
    hint: '它已恢复，或未能恢复。此命令会说明开发板的状态：benchtop tune BOARD。',
  },
  'tuning-unsafe': {
    message: '未作任何设置：无法确保开发板能自行恢复原有设置（{{why}}）。',
    hint: '它需要一个可写的文件夹，以及 flock、setsid 和 sync 命令。',
  },
  'tuning-program-failed': {
    message: '开发板上设置频率的程序没有给出应有的回答。',
    hint: '继续之前请查看开发板的状态：benchtop tune BOARD。详情为它最后的输出。',
  },
  'helper-not-changed': {
    message: '无法安装或移除助手程序。',
    hint: '详情说明了开发板上的阻碍。',
  },
  'helper-not-for-login': {
    message: '无法为登录用户 {{user}} 安装助手程序：其名称对 sudo 可能另有含义。',
    hint: '请使用名称仅含字母、数字、点、短横线和下划线的登录用户。',
  },
}
