// 故障说明（input）。The sentences of the faults in src/shared/faults/input.ts.

import type { inputFaults as English } from '../../../../shared/faults/input.ts'
import type { FaultWords } from '../../en.ts'

export const inputFaults: Record<keyof typeof English, FaultWords> = {
  'input-dims-unknown': {
    message: '{{name}} 没有给出 {{dims}} 的大小。',
    hint: '请为每一个填入数字。',
  },
  'input-dim-impossible': {
    message: '在 {{name}} 中，输入 {{input}} 的大小 {{dim}} 算出来是 {{size}}，这不是一个大小。',
    hint: '请为算式中的各个大小换一个数字。',
  },
  'input-shape-mismatch': {
    message: '{{name}} 的输入 {{input}} 需要形状 {{expected}}；{{file}} 的形状是 {{given}}。',
    hint: '请选择另一个文件，或填入这个文件的大小。',
  },
  'input-type-mismatch': {
    message: '{{name}} 的输入 {{input}} 的类型是 {{expected}}；{{file}} 的类型是 {{given}}。',
    hint: '请以该输入的类型保存数组（NumPy 中的 array.astype）。',
  },
  'input-value-unfit': {
    message: '值 {{value}} 不能用于 {{name}} 的输入 {{input}}，它的类型是 {{type}}。',
    hint: '请选择这个类型能表示的值。',
  },
  'input-file-invalid': {
    message: '{{file}} 不是可以读取的数组或图片。',
    hint: '请选择数字的 .npy 或 .npz 文件，或者 PNG、JPEG、WebP 图片。详细信息说明了问题所在。',
  },
  'input-file-missing': {
    message: '{{name}} 的输入 {{input}} 取自 {{file}} 的值已经不在了。',
    hint: '请重新选择文件。',
  },
  'input-type-unsupported': {
    message: '{{name}} 的输入 {{input}} 类型为 {{type}}，无法为它生成数值。',
    hint: '请导出以数值张量为输入的模型。',
  },
  'output-type-unsupported': {
    message: '{{name}} 的输出 {{output}} 类型为 {{type}}，无法读取其数值。',
    hint: '请以数值张量作为输出重新导出模型。',
  },
  'batch-fixed': {
    message: '{{name}} 的批大小固定为 {{fixed}}；无法测量批大小 {{batch}}。',
    hint: '请以动态的第一维重新导出，或去掉这个批大小。',
  },
  'batch-not-a-divisor': {
    message: '多流场景的一个查询有 {{samples}} 个样本，批大小 {{batch}} 无法凑成。',
    hint: '请以批大小 1、2、4 或 8 测量多流场景。',
  },
}
