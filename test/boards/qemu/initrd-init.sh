#!/bin/sh
# The first program that the QEMU board runs: finds its disk and goes on from there, as `board_init=` on the kernel's command line says.
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
while read -r module; do /bin/busybox insmod "/modules/$module"; done </modules/list
tries=0
while [ ! -b /dev/vda ] && [ "$tries" -lt 100 ]; do
  /bin/busybox usleep 50000
  tries=$((tries + 1))
done
real_init=/sbin/board-init
for word in $(/bin/busybox cat /proc/cmdline); do
  case $word in board_init=*) real_init=${word#board_init=} ;; esac
done
/bin/busybox mount -t ext4 -o rw /dev/vda /mnt || exec /bin/sh
/bin/busybox umount /proc /sys /dev
exec /bin/busybox switch_root /mnt "$real_init"
