#!/bin/bash
# Boots a QEMU board once and saves its memory and disk as they are then, so that boards start from there in seconds.
# usage: save.sh CACHE IMAGE small|systemd
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/machine.sh"
cache=$1 image=$2 init=$3
folder=$(mktemp -d)
qemu=
trap 'kill "$qemu" 2>/dev/null || true; rm -rf --one-file-system "$folder"' EXIT
say() { printf 'test boards: %s\n' "$*"; }

read -r port side_port < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in sockets))')
on_board() {
  ssh -q -i "$cache/key" -p "$side_port" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o BatchMode=yes -o ConnectTimeout=10 root@127.0.0.1 "$@"
}

say "booting the QEMU board with its $init init, to save it as it is then"
disk=$(saved_disk "$image" "$init")
qemu-img create -q -f qcow2 -b "$image/disk.qcow2" -F qcow2 "$folder/disk"
mkfifo "$folder/commands"
machine "$image" "$init" "$folder/disk" "$port" "$side_port" -monitor stdio <"$folder/commands" >"$folder/monitor" 2>&1 &
qemu=$!
exec 3>"$folder/commands"
for _ in $(seq 120); do
  on_board true 2>/dev/null && break
  kill -0 "$qemu" || { cat "$folder/monitor"; exit 1; }
  sleep 1
done
[ "$init" = small ] || on_board 'systemctl is-system-running --wait; systemctl --failed --no-legend' || true
on_board 'test -e /sys/devices/system/cpu/cpufreq/policy1/scaling_governor && sync && echo 3 >/proc/sys/vm/drop_caches' ||
  { cat "$folder/console"; exit 1; }
printf 'migrate "exec:cat >%s"\nquit\n' "$(saved_memory "$image" "$init")" >&3
wait "$qemu" || { cat "$folder/monitor"; exit 1; }
mv "$folder/disk" "$disk"
