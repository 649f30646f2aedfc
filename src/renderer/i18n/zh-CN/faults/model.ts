// 故障说明（model）。The sentences of the faults in src/shared/faults/model.ts.

import type { modelFaults as English } from '../../../../shared/faults/model.ts'
import type { FaultWords } from '../../en.ts'

export const modelFaults: Record<keyof typeof English, FaultWords> = {
  'model-not-onnx': {
    message: '{{name}} 不是 ONNX 模型。',
    hint: '请把模型导出为 ONNX（torch.onnx.export、tf2onnx），再选择该文件。',
  },
  'model-truncated': {
    message: '{{name}} 在中途结束：文件不完整。',
    hint: '请重新复制或下载，并核对文件大小。',
  },
  'model-unknown-operator': {
    message: '{{name}} 使用了 {{operators}}，ONNX Runtime {{runtime}} 不支持。',
    hint: '请在导出时避开该算子，或使用运行时支持的算子集版本。',
  },
  'model-data-missing': {
    message: '{{name}} 的权重所在的文件不在模型旁边：{{files}}。',
    hint: '请把这些文件以原名放进模型所在的文件夹，再试一次。',
  },
  'model-data-short': {
    message: '权重文件比 {{name}} 所写的短：{{files}}。',
    hint: '请重新复制或下载，并核对文件大小。',
  },
  'model-data-outside': {
    message: '{{name}} 的权重放在 Benchtop 不会读取的位置：{{files}}。',
    hint: '权重必须在模型所在的文件夹之内（链接指向的位置也算）。请把文件复制进去（cp -L），或重新保存模型。',
  },
  'model-missing': {
    message: '模型文件 {{path}} 已不在原处。',
    hint: '请把它放回去，或从现在的位置重新添加模型。',
  },
  'model-changed': {
    message: '{{path}} 在添加之后被修改过。',
    hint: '请重新添加该文件：它会算作另一个模型。',
  },
  'model-rejected': {
    message: 'ONNX Runtime 无法加载 {{name}}。',
    hint: '请用 onnx.checker 检查模型并重新导出。详情是 ONNX Runtime 自己的输出。',
  },
}
