// 故障说明（meter）。The sentences of the faults in src/shared/faults/meter.ts.

import type { meterFaults as English } from '../../../../shared/faults/meter.ts'
import type { FaultWords } from '../../en.ts'

export const meterFaults: Record<keyof typeof English, FaultWords> = {
  'meter-file-unreadable': {
    message: '无法读取文件 {{name}}。',
    hint: '详细信息说明了原因。请选择有读取权限的文件。',
  },
  'meter-file-too-large': {
    message: '文件 {{name}} 超出可导入记录的大小。',
    hint: '请截取到测量的时间范围：最多 {{mib}} MiB、两百万个读数。',
  },
  'meter-file-no-table': {
    message: '文件 {{name}} 中没有时间与功率的表格。',
    hint: '请把功率计的记录导出为 CSV：每个读数一行，含时间与功率。',
  },
  'meter-columns-unknown': {
    message: '无法从列名判断 {{name}} 中哪些列是时间和功率：{{heads}}。',
    hint: '请指明：--time 列:单位 和 --power 列:单位，例如 1:s 和 2:W。',
  },
  'meter-not-a-number': {
    message: '{{name}} 的表格第 {{line}} 行在第 {{column}} 列没有数值。',
    hint: '请选择其他列，或从文件中删除该行。',
  },
  'meter-time-stands': {
    message: '{{name}} 中的时间没有递增。',
    hint: '请选择存放每个读数时间的列及其单位。',
  },
  'meter-time-jumps': {
    message: '{{name}} 的时间在表格第 {{line}} 行跳过了 {{days}} 天。',
    hint: '其间时钟被重新设定，或一个文件中有两份记录：请删除不属于本次测量的行。',
  },
  'meter-run-not-over': {
    message: '测量 {{run}} 仍在进行：功率计的记录属于已结束的测量。',
    hint: '请等待其结束，再导入记录。',
  },
  'meter-not-alike': {
    message: '{{name}} 中的功率在任何时间偏移下都与测量的负载不符。',
    hint: '请确认它是本次测量的记录。也可以手动给出偏移。',
  },
}
