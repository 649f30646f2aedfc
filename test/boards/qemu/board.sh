#!/bin/bash
# One QEMU board, taken up from its saved memory, for as long as stdin stays open: whoever started it may die in any
# way, nothing is left. Prints `ready QEMU_PID FOLDER`; `FOLDER/monitor` speaks QMP.
# usage: board.sh IMAGE small|systemd PORT SIDE_PORT
set -u
. "$(dirname "$(readlink -f "$0")")/machine.sh"
image=$1 init=$2 port=$3 side_port=$4
folder=$(mktemp -d)
qemu=''

cleanup() {
  trap - EXIT
  [ -n "$qemu" ] && kill -KILL "$qemu" 2>/dev/null && wait "$qemu" 2>/dev/null
  rm -rf --one-file-system "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

qemu-img create -q -f qcow2 -b "$(saved_disk "$image" "$init")" -F qcow2 "$folder/disk" >&2 || exit 1
machine "$image" "$init" "$folder/disk" "$port" "$side_port" -qmp "unix:$folder/monitor,server=on,wait=off" \
  -incoming "exec:cat $(saved_memory "$image" "$init")" >&2 </dev/null &
qemu=$!
printf 'ready %s %s\n' "$qemu" "$folder"
read -r _
