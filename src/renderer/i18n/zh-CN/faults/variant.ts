// 故障说明（variant）。The sentences of the faults in src/shared/faults/variant.ts.

import type { variantFaults as English } from '../../../../shared/faults/variant.ts'
import type { FaultWords } from '../../en.ts'

export const variantFaults: Record<keyof typeof English, FaultWords> = {
  'variant-interface-differs': {
    message: '{{variant}} 不是 {{original}} 的变体：{{difference}}。',
    hint: '变体的输入和输出须与原模型名称、类型一致。请据此重新导出，或选择它所源自的模型。',
  },
  'variant-refused': {
    message: 'ONNX Runtime 无法运行变体 {{name}}。',
    hint: '请将详细信息中指出的算子或节点保持与原模型相同，或选择其他精度。详细信息为 ONNX Runtime 的原始说明。',
  },
  'variant-same': {
    message: '{{name}} 的 {{precision}} 版本与原模型完全相同：没有任何部分被转换。',
    hint: '请直接测量该模型，或选择其他精度。',
  },
  'variant-quantized': {
    message: '{{name}} 已经量化：其中使用了 {{operator}}。',
    hint: '请用它的 fp32 原模型生成变体，或先生成一个 fp32 变体。',
  },
  'variant-nothing': {
    message: '{{name}} 中没有可转换为 {{precision}} 的内容。',
    hint: '请选择其他精度，或减少保持原样的节点。',
  },
  'variant-not-undone': {
    message: '无法将 {{name}} 还原为 fp32：其中的 {{operator}} 无法还原。',
    hint: '请添加生成它的 fp32 模型。',
  },
  'variant-weight-nan': {
    message: '{{name}} 的权重 {{tensor}} 中有非数值（NaN）。',
    hint: '请用完好的检查点重新导出模型。',
  },
  'variant-opset': {
    message: '{{name}} 使用 ONNX 算子版本 {{opset}}；此精度需要 {{least}} 或更高版本。',
    hint: '请用更高的 opset 重新导出模型。',
  },
  'variant-unsupported': {
    message: 'Benchtop 无法为 {{name}} 生成变体：模型包含{{what}}。',
    hint: '请去掉这些内容后重新导出模型。',
  },
}
