// 故障说明（deploy）。The sentences of the faults in src/shared/faults/deploy.ts.

import type { deployFaults as English } from '../../../../shared/faults/deploy.ts'
import type { FaultWords } from '../../en.ts'

export const deployFaults: Record<keyof typeof English, FaultWords> = {
  'no-space': {
    message: '开发板的 {{path}} 只剩 {{availableMiB}} MiB，需要 {{neededMiB}} MiB。',
    hint: '可让 Benchtop 清理那里不再需要的内容（benchtop boards clean），或自行腾出一些空间；没有留下安装到一半的内容。在开发板上查看空间被什么占用：',
  },
  'home-not-writable': {
    message: '用户 {{user}} 无法写入开发板上的 {{path}}。',
    hint: '请为该用户建立自己的主目录，或换用其他用户登录。在开发板上查看它属于谁：',
  },
  'push-failed': {
    message: '未能把 {{item}} 复制到开发板。',
    hint: '请重试：已到达的部分会保留，只续传其余部分。',
  },
  'push-corrupt': {
    message: '{{item}} 两次传到开发板后都已损坏。',
    hint: '开发板的存储或线路不可靠。请检查线缆，并查看那里的内核消息：',
  },
  'runtime-unavailable': {
    message: '无法把 {{item}} 下载到本机。',
    hint: '请让本机连接一次 npm 仓库，或在开发板上安装 Node 20 或更高版本。',
  },
  'runtime-broken': {
    message: '开发板上无法加载 ONNX Runtime。',
    hint: '详情里是开发板自己的输出。在开发板上查看运行时缺少什么：',
  },
  'runtime-library-missing': {
    message: 'ONNX Runtime 无法加载：开发板缺少库 {{library}}。',
    hint: '请在开发板上安装包含它的软件包。在 Debian、Ubuntu 和 JetPack 上：',
  },
  'runtime-system-old': {
    message: '开发板的系统对 ONNX Runtime 来说太旧：缺少 {{needed}}。',
    hint: '请换用更新的系统（Debian 10、Ubuntu 20.04、JetPack 5 或更高）。查看现有版本：',
  },
  'runtime-wrong-kind': {
    message: '开发板不能运行与其处理器相应的 64 位程序。',
    hint: '多半是 64 位内核配了 32 位系统：请安装 64 位系统。若是如此，以下命令在那里输出 32：',
  },
  'processor-too-old': {
    message: '开发板的处理器不认识 ONNX Runtime 使用的某条指令。',
    hint: '这一版 ONNX Runtime 无法在它上面运行。查看处理器支持什么：',
  },
  'home-not-executable': {
    message: '开发板不允许从 Benchtop 的文件夹运行程序。',
    hint: '其文件系统以 noexec 挂载：请换用主目录在别处的用户登录。在开发板上查看：',
  },
  'board-os-unsupported': {
    message: '开发板运行的是 {{os}}；Benchtop 只测量运行 Linux 的开发板。',
    hint: '请使用 Linux 开发板，或测量本机。',
  },
  'board-arch-unsupported': {
    message: '开发板的处理器是 {{arch}}；ONNX Runtime 只支持 x86_64 和 aarch64。',
    hint: '如果是 64 位开发板装了 32 位系统，请改装 64 位系统。',
  },
  'board-libc-unsupported': {
    message: '开发板的 C 库是 {{libc}}；ONNX Runtime 需要 glibc 2.28 或更高版本。',
    hint: '请使用 2019 年以后、基于 glibc 的系统（Debian 10、Ubuntu 20.04、JetPack 5）。',
  },
  'agent-silent': {
    message: '开发板上的代理程序没有应答。',
    hint: '详情里是开发板实际输出的内容。常见原因是登录脚本在等待输入或永不结束。',
  },
  'protocol-broken': {
    message: '代理程序发来了 Benchtop 无法理解的内容。',
    hint: '请重新连接。如果再次出现，请把详情发给我们。',
  },
  'telemetry-ended': {
    message: '开发板上负责遥测的程序已结束。',
    hint: 'Benchtop 会重新启动它。内存不足的开发板会结束程序；详情说明它是如何结束的。',
  },
  'board-tools-missing': {
    message: '开发板缺少 {{tools}}。',
    hint: '请在开发板上安装。在 Debian 和 Ubuntu 上：',
  },
}
