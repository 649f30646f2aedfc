#!/bin/bash
# One namespace board, for as long as stdin stays open: whoever started it may die in any way, nothing is left.
# Prints `ready ADDRESS INIT_PID FOLDER` once its network is up.
# usage: board.sh x64|arm64 DEBIAN_ROOT DISK_MIB MEMORY_MIB|'' SYSFS_LAYOUT|''
set -u
here=$(dirname "$(readlink -f "$0")")
arch=$1 debian=$2 disk_mib=$3 memory_mib=$4 layout=$5
folder=$(mktemp -d)
name='' init='' link='' sysfs='' cgroup=''

cleanup() {
  trap - EXIT
  [ -n "$init" ] && kill -KILL "$init" 2>/dev/null && wait "$namespaces" 2>/dev/null
  [ -n "$sysfs" ] && kill "$sysfs" 2>/dev/null && wait "$sysfs" 2>/dev/null
  [ -n "$layout" ] && umount --lazy "$folder/sys" "$folder/machine" 2>/dev/null
  [ -n "$link" ] && kill "$link" 2>/dev/null && wait "$link" 2>/dev/null
  [ -n "$name" ] && ip netns del "$name" 2>/dev/null
  [ -n "$cgroup" ] && rmdir "$cgroup" 2>/dev/null
  rm -rf --one-file-system "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP
fail() { printf '%s\n' "$*" >&2; exit 1; }

for number in $(seq 1 250); do
  if ip netns add "bt-board-$number" 2>/dev/null; then
    name=bt-board-$number
    break
  fi
done
[ -n "$name" ] || fail 'no network namespace can be made'
host_device=bt$number address=10.77.$number.2

: >"$folder/link"
/usr/bin/python3 "$here/link.py" "$name" "$host_device" eth0 "$folder/link" >&2 </dev/null &
link=$!
for _ in $(seq 100); do
  ip -n "$name" link show eth0 >/dev/null 2>&1 && break
  kill -0 "$link" 2>/dev/null || fail 'the link did not start'
  sleep 0.05
done
ip addr add "10.77.$number.1/24" dev "$host_device" || fail 'no address for this side'
ip link set "$host_device" up
ip -n "$name" link set lo up
ip -n "$name" addr add "$address/24" dev eth0
ip -n "$name" link set eth0 up
ip -n "$name" route add default via "10.77.$number.1"

if [ -n "$layout" ]; then
  mkdir "$folder/sys" "$folder/machine"
  # A sysfs shows the devices of the network namespace in which it was mounted.
  nsenter --net="/run/netns/$name" mount -t sysfs sysfs "$folder/machine" || fail 'no sysfs can be mounted'
  /usr/bin/python3 -B "$here/sysfs/serve.py" "$layout" "$folder/machine" "$folder/sys" "$folder/sysfs" >&2 </dev/null &
  sysfs=$!
  for _ in $(seq 200); do
    [ -S "$folder/sysfs" ] && break
    kill -0 "$sysfs" 2>/dev/null || fail 'the /sys of the board did not start'
    sleep 0.05
  done
fi

if [ -n "$memory_mib" ]; then
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    cgroup=/sys/fs/cgroup/$name limit=memory.max
    echo +memory >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null
  else
    cgroup=/sys/fs/cgroup/memory/$name limit=memory.limit_in_bytes
  fi
  mkdir -p "$cgroup" && echo "$((memory_mib * 1048576))" >"$cgroup/$limit" ||
    fail 'memory can not be limited here: there is no memory control group'
fi

(
  [ -z "$cgroup" ] || echo "$BASHPID" >"$cgroup/cgroup.procs"
  exec ip netns exec "$name" unshare --mount --pid --uts --fork --kill-child --propagation private \
    "$here/init.sh" "$arch" "$name" "$folder" "$debian" "$disk_mib" >&2 </dev/null
) &
namespaces=$!
for _ in $(seq 100); do
  init=$(pgrep -P "$namespaces") && break
  kill -0 "$namespaces" 2>/dev/null || fail 'the board did not start'
  sleep 0.05
done
[ -n "$init" ] || fail 'the board did not start'
printf 'ready %s %s %s\n' "$address" "$init" "$folder"
read -r _
