#!/bin/bash
# Process 1 of a namespace board: mounts its root (an overlay on a tmpfs of limited size) and runs its sshd.
# usage: init.sh NAME FOLDER DEBIAN_ROOT DISK_MIB
set -e
name=$1 folder=$2 debian=$3 disk_mib=$4
root=$folder/root disk=$folder/disk

hostname "$name"
mkdir -p "$root" "$disk"
mount -t tmpfs -o "size=${disk_mib}m,mode=755" tmpfs "$disk"
mkdir "$disk/upper" "$disk/work"
mount -t overlay overlay -o "lowerdir=$debian,upperdir=$disk/upper,workdir=$disk/work" "$root"

mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/sshd"
printf '127.0.0.1 localhost %s\n' "$name" >"$root/etc/hosts"
printf '%s\n' "$name" >"$root/etc/hostname"

chroot "$root" /usr/sbin/sshd -D -e &
# The first process of a board adopts every orphan; bash takes their ends while it waits.
while :; do
  wait || true
  sleep 1
done
