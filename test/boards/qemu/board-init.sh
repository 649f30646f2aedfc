#!/bin/sh
# Process 1 of a QEMU board without systemd: network, governors, sshd, and nothing else.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mkdir -p /run/sshd
hostname qemu-board
while read -r module; do modprobe "$module"; done </etc/modules-load.d/board.conf
modprobe virtio_net
ip link set lo up
for card in /sys/class/net/e*; do
  case $(cat "$card/address") in
  *:01) ip addr add 10.0.2.15/24 dev "${card##*/}" ;;
  *:02) ip addr add 10.0.3.15/24 dev "${card##*/}" ;;
  esac
  ip link set "${card##*/}" up
done
/usr/sbin/sshd
while :; do
  sleep 3600 &
  wait
done
