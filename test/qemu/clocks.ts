// What the kernel of the QEMU board says of its clocks, read past the product.

import type { QemuBoard } from '../boards/qemu-board.ts'

export const cpufreq = '/sys/devices/system/cpu/cpufreq'

/** Every file of the clocks that root may write and anybody may read, with what stands in it. */
export async function clocksOf(board: QemuBoard): Promise<Readonly<Record<string, string>>> {
  const lines = await board.exec(
    `find ${cpufreq}/ /sys/devices/system/cpu/cpu[0-9]*/online -type f -perm -200 -perm -004 | sort | while read -r file; do
      printf '%s %s\\n' "$file" "$(cat "$file" 2>/dev/null)"
    done`,
  )
  return Object.fromEntries(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  )
}

/** The board's power meter, in microwatts: it follows the P-states that are really set. */
export async function powerUw(board: QemuBoard): Promise<number> {
  // The meter may be read anew ten times a second.
  return Number(await board.exec('sleep 0.2; cat /sys/class/hwmon/hwmon*/device/power1_average'))
}
