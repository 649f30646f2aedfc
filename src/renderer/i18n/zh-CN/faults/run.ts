// 故障说明（run）。The sentences of the faults in src/shared/faults/run.ts.

import type { runFaults as English } from '../../../../shared/faults/run.ts'
import type { FaultWords } from '../../en.ts'

export const runFaults: Record<keyof typeof English, FaultWords> = {
  'supervisor-failed': {
    message: '测量未能开始：它的监督进程立即退出了。',
    hint: '详情是它自己的输出。',
  },
  'worker-killed': {
    message: '测量进程被信号 {{signal}} 终止。',
    hint: '多半是内存耗尽：请减小批大小，并关闭其他程序。在开发板上查看：',
  },
  'worker-crashed': {
    message: '测量进程自行退出，代码为 {{code}}。',
    hint: '详情是它最后写下的几行。',
  },
  'point-timeout': {
    message: '该测量点在 {{seconds}} 秒后仍未结束，已被停止。',
    hint: '请减小批大小，或为每个测量点留出更多时间。',
  },
  'run-lost': {
    message: '测量没有正常结束：监督进程已不存在。',
    hint: '开发板重启过，或进程被终止；此前测得的数据均已保留。查看开发板何时启动：',
  },
  'run-unknown': {
    message: '开发板上没有测量 {{run}}。',
    hint: '它在那里的文件夹已被删除。此前读到的数据保留在本机。',
  },
  'run-not-started': {
    message: 'Benchtop 关闭时，测量尚未在开发板上开始。',
    hint: '请重新测量。',
  },
  'run-not-followed': {
    message: '收不到这次测量的消息：与其开发板的连接已被放弃。',
    hint: '如果测量已经开始，它仍在开发板上继续。重新连接后，会读取这期间测得的数据。',
  },
  'board-removed': {
    message: '测量进行时，该开发板已从 Benchtop 中移除。',
    hint: '此前测得的数据已保留。',
  },
  'board-busy': {
    message: '测量 {{run}} 仍在这块开发板上进行。',
    hint: '请等待或取消它：同时进行两次测量会互相影响结果。',
  },
  'board-unfit': {
    message: '{{board}} 目前的状况不宜测量。',
    hint: '请解决所发现的问题，或不加 --strict 仍然测量。',
  },
}
