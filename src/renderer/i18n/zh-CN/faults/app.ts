// 故障说明（app）。The sentences of the faults in src/shared/faults/app.ts.

import type { appFaults as English } from '../../../../shared/faults/app.ts'
import type { FaultWords } from '../../en.ts'

export const appFaults: Record<keyof typeof English, FaultWords> = {
  'bad-request': {
    message: '请求无效：{{reason}}。',
    hint: '请更正后重试。',
  },
  'file-unreadable': {
    message: '无法读取 {{path}}。',
    hint: '请确认文件存在，并且您有读取权限：',
  },
  'file-unwritable': {
    message: '无法写入 {{path}}。',
    hint: '请换一个位置，或检查该文件夹是否存在、您是否有写入权限、磁盘是否已满。',
  },
  'report-page-not-built': {
    message: '此安装中缺少报告页面。',
    hint: '请在 Benchtop 的文件夹中构建它：',
  },
  'store-unreadable': {
    message: '无法打开 {{path}} 中的 Benchtop 结果。',
    hint: '如果是更新版本的 Benchtop 写入的，请使用该版本；如果文件已损坏，请将其移走，Benchtop 会新建一个。',
  },
  'references-broken': {
    message: '无法理解 {{path}} 中的参考数据。',
    hint: '请重新安装 Benchtop；如果是您自己构建的，请恢复该文件：',
  },
  'plan-invalid': {
    message: '{{path}} 不是可以运行的测试计划；第 {{line}} 行：{{reason}}。',
    hint: '请改正这一行。计划文件可以写什么，见 docs/command.md；编辑器可用 resources/plan.schema.json。',
  },
  'plan-too-many-models': {
    message: '此计划要求 {{count}} 个模型（每种精度各算一个）；一次运行最多测量 {{most}} 个。',
    hint: '请去掉一些精度或模型，或分成几个计划。',
  },
  'plan-too-many-points': {
    message: '此计划的测量点超过 {{most}} 个，即一次运行能测量的上限。',
    hint: '请减少列表中的取值，例如批大小、线程数或设置，或分成几个计划。',
  },
  'not-found': {
    message: '没有 {{what}} {{id}}。',
    hint: '它可能已被删除，请重新查看列表。',
  },
  'drop-unknown': {
    message: 'Benchtop 无法打开 {{name}}。',
    hint: '模型（.onnx）和计划（.yaml）可以拖放到任意位置；图片、.npy 和 .npz 请拖放到扫描的某个输入上。',
  },
  cancelled: {
    message: '已取消。',
    hint: '随时可以重新开始。',
  },
  'agent-not-built': {
    message: '此安装中缺少代理程序。',
    hint: '请在 Benchtop 的文件夹中构建它：',
  },
  'exporter-port-taken': {
    message: '另一个程序正在监听 {{address}} 的端口 {{port}}。',
    hint: '请换一个端口，或结束那个程序。在 Linux 上，此命令显示是哪个程序：',
  },
  'exporter-not-listening': {
    message: 'Benchtop 无法监听 {{address}} 的端口 {{port}}。',
    hint: '请使用本机拥有的地址，以及大于 1023 的端口。',
  },
  internal: {
    message: 'Benchtop 出错了。',
    hint: '请重试。如果再次出现，请把详情发给我们。',
  },
}
