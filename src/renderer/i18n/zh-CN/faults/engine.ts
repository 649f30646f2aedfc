// 故障说明（engine）。The sentences of the faults in src/shared/faults/engine.ts.

import type { engineFaults as English } from '../../../../shared/faults/engine.ts'
import type { FaultWords } from '../../en.ts'

export const engineFaults: Record<keyof typeof English, FaultWords> = {
  'inference-failed': {
    message: 'ONNX Runtime 在运行 {{name}} 时失败。',
    hint: '请检查未定维度的大小：它们可能互相矛盾。详情是 ONNX Runtime 自己的输出。',
  },
  'out-of-memory': {
    message: '{{name}} 在批大小 {{batch}} 时内存放不下。',
    hint: '请减小批大小，或关闭开发板上的其他程序。',
  },
  'ffi-broken': {
    message: '引擎 ort-c 无法启动：替它调用 C 函数的 koffi 无法加载。',
    hint: '请改用引擎 onnxruntime-node 测量。详情是加载器自己的输出。',
  },
  'library-missing': {
    message: '开发板上没有库 {{path}}。',
    hint: '请改正路径。在开发板上查找 ONNX Runtime 库：',
  },
  'library-foreign': {
    message: '{{path}} 不是这块开发板能加载的 ONNX Runtime 库。',
    hint: '它必须是为该开发板的处理器和 C 库构建的。查看它是什么：',
  },
  'library-incomplete': {
    message: '{{path}} 需要库 {{needed}}，而开发板上没有。',
    hint: '请安装包含它的软件包。列出它需要的全部库，缺少的标有“not found”：',
  },
  'library-too-old': {
    message: '{{path}} 是 ONNX Runtime {{version}}；Benchtop 需要 {{needed}} 或更高版本。',
    hint: '请使用更新的版本，或 Benchtop 自带的库。',
  },
  'library-crashed': {
    message: '{{path}} 使加载它的程序终止：{{how}}。',
    hint: '它可能是为另一种处理器构建的，或缺少所需的驱动。列出它需要的全部库，缺少的标有“not found”：',
  },
  'provider-unavailable': {
    message: '这个 ONNX Runtime 没有能启动的 {{provider}}。它有：{{available}}。',
    hint: '请从中选择，或指定一个包含它的库。',
  },
  'provider-took-nothing': {
    message: '{{provider}} 没有承担 {{name}} 的任何节点：运行的部分都在别处。',
    hint: '这样的数字说明不了该提供程序。它可能不支持模型的算子或精度。',
  },
  'setting-unsupported': {
    message: '{{engine}} 无法设置 {{setting}}。',
    hint: '请去掉这个取值，或用引擎 ort-c 和较新的库测量。',
  },
  'placement-impossible': {
    message: '无法把测量进程放到这些核心上：{{placement}}。',
    hint: '“大核”和“小核”要求处理器有两种核心；列表中的每个核心都必须存在且允许使用；开发板上还需要 taskset（来自 util-linux 或 BusyBox）。详情说明缺少哪一项。',
  },
}
