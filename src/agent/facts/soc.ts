// Which chip a board is built on, as its device tree says: the last of its `compatible` strings is the chip, the
// ones before it are the board.

import type { ReadText } from './read.ts'
import { spoken } from './text.ts'

const makers: Readonly<Record<string, string>> = {
  allwinner: 'Allwinner',
  amlogic: 'Amlogic',
  apple: 'Apple',
  brcm: 'Broadcom',
  fsl: 'NXP',
  hisilicon: 'HiSilicon',
  mediatek: 'MediaTek',
  nvidia: 'NVIDIA',
  nxp: 'NXP',
  qcom: 'Qualcomm',
  renesas: 'Renesas',
  rockchip: 'Rockchip',
  samsung: 'Samsung',
  st: 'STMicroelectronics',
  ti: 'TI',
  xlnx: 'Xilinx',
}

/** `rockchip,rk3588` → Rockchip RK3588. Nvidia writes its own as a word. */
function chipName(compatible: string): string | null {
  const [maker = '', chip = ''] = compatible.split(',')
  if (chip === '' || maker === 'linux') return null
  const name = maker === 'nvidia' ? chip.replace(/^t/, 'T') : chip.toUpperCase()
  return spoken(`${makers[maker] ?? maker} ${name}`)
}

/** Null where no chip is named: a PC, a virtual machine. */
export function readSoc(read: ReadText): string | null {
  const compatible = (read('/proc/device-tree/compatible') ?? '').split('\0').filter(Boolean)
  const chip = chipName(compatible.at(-1) ?? '')
  if (chip !== null || compatible.length > 0) return chip
  return spoken(/^Hardware\s*:\s*(.+)$/m.exec(read('/proc/cpuinfo') ?? '')?.[1])
}
