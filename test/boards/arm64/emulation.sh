#!/bin/bash
# Lets this kernel run programs for arm64 through QEMU, for as long as stdin stays open: whoever started it may die
# in any way, the kernel is left as it was found. One at a time on a machine.
# Prints `ready registered`, `ready found` (somebody else's registration, which is left alone) or `lack REASON`.
set -u
mount_point=/proc/sys/fs/binfmt_misc
entry=$mount_point/qemu-aarch64
format=/usr/lib/binfmt.d/qemu-aarch64.conf
mounted='' registered=''

cleanup() {
  trap - EXIT
  [ -n "$registered" ] && printf -- '-1\n' >"$entry"
  [ -n "$mounted" ] && umount "$mount_point"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP
lack() { printf 'lack %s\n' "$*"; exit 0; }

exec 9>/run/lock/benchtop-arm64 || lack 'no lock can be made in /run/lock'
flock -n 9 || lack 'another run emulates arm64 on this machine just now'

if [ ! -e "$mount_point/register" ]; then
  mount -t binfmt_misc binfmt_misc "$mount_point" 2>/dev/null ||
    lack 'this kernel can not be told how to run other machines’ programs (binfmt_misc)'
  mounted=yes
fi
found=found
if [ ! -e "$entry" ]; then
  [ -e "$format" ] || lack 'QEMU’s user emulation is not installed (Debian’s package qemu-user-static)'
  head -n 1 "$format" >"$mount_point/register" || lack 'the kernel refused QEMU as the way to run arm64'
  registered=yes found=registered
fi
# Without F the kernel would look for QEMU inside of the board.
grep -q '^flags: .*F' "$entry" || lack 'QEMU is registered for arm64 without the flag F, so that it can not serve a board'
printf 'ready %s\n' "$found"
read -r _
