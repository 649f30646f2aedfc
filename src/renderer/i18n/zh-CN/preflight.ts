// 简体中文。What speaks against measuring, and what is said of tuning.

import { raplGrant } from '../../../shared/preflight-words.ts'
import type { Words } from '../en.ts'

export const preflightWords: Pick<Words, 'tuning' | 'preflight'> = {
  tuning: {
    wish: {
      everything: '{{target}}',
      boost: '睿频 {{asked}}',
      governor: '{{target}}：调频策略 {{asked}}',
      tunable: '{{target}}：参数 {{asked}}',
      minimum: '{{target}}：下限 {{asked}}',
      maximum: '{{target}}：上限 {{asked}}',
      frequency: '{{target}}：频率 {{asked}}',
      'energy-preference': '{{target}}：能效偏好 {{asked}}',
      'power-mode': '电源模式 {{asked}}',
    },
    unmet: {
      unknown: '此开发板上没有这个名称',
      offline: '它的核心全部离线',
      'not-offered': '此处的内核不提供',
      'out-of-range': '硬件达不到；已设为最接近的值',
      'governor-forbids': '该调频策略不允许',
      'not-yet': '设好调频策略之后才能知道是否存在：请先设置调频策略',
    },
    taint: {
      cooling: '{{device}} 正在给开发板降温（状态 {{state}}）。',
      throttled: '开发板正在降频：{{source}}。',
      limited: '{{policy}} 被限制在 {{frequency}}，低于硬件所能达到的频率。',
    },
  },
  preflight: {
    governor: {
      says: '{{policy}} 的调频策略为 {{governor}}：频率随负载变化。',
      hint: '请在开发板上将其设为 performance，或接受测量时频率会变动。',
    },
    load: {
      says: '其他程序占用处理器的 {{percent}} %。',
      hint: '请停止它们：超过 5 % 的结果不予计入。',
    },
    loadOf: {
      says: '其他程序占用处理器的 {{percent}} %：{{programs}}。',
      hint: '请停止它们：超过 5 % 的结果不予计入。',
    },
    steal: {
      says: '这台虚拟机的宿主机拿走了 {{percent}} % 的处理器时间。',
      hint: '请在宿主机空闲时测量，或使用独立的机器：超过 5 % 的结果不予计入。',
    },
    hot: {
      says: '{{zone}} 为 {{celsius}} °C；达到 {{limit}} °C 时开发板会降速。',
      hint: '请让开发板冷却，或改善散热。',
    },
    throttled: {
      says: '开发板正在降频：{{source}}。',
      hint: '请加强散热并检查电源。',
    },
    swap: {
      says: '有 {{size}} 内存被换出到交换区。',
      hint: '请释放内存：若模型的权重要从磁盘读取，测到的就是磁盘。',
    },
    battery: {
      says: '开发板正由电池供电。',
      hint: '请接上电源：许多开发板在电池供电时会降速。',
    },
    batteryAt: {
      says: '开发板正由电池供电，电量 {{percent}} %。',
      hint: '请接上电源：许多开发板在电池供电时会降速。',
    },
    raplUnread: {
      says: '处理器会统计自身能耗（{{source}}），但只有 root 可以读取：将不测量能耗。',
      hint: `可让您所在的组在下次启动前读取。请在开发板上运行：${raplGrant}`,
    },
    pmicUnread: {
      says: '{{source}} 可测量功耗，但此登录无权查询：将不测量能耗。',
      hint: '请将此登录加入 video 组，然后重新登录。请在开发板上运行：sudo usermod -aG video "$USER"',
    },
    powerUnread: {
      says: '{{source}} 可测量功耗，但没有给出读数。',
      hint: '请在开发板上尝试读取它：它的回答会说明原因。能耗测量将不使用它。',
    },
  },
}
