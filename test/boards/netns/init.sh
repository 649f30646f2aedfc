#!/bin/bash
# Process 1 of a namespace board: mounts its root (an overlay on a tmpfs of limited size) and runs its sshd.
# A board for arm64 runs under QEMU's user emulation: the processor that QEMU is, and the kernel says there is, is made
# the same, since ONNX Runtime ends where it finds no Arm in /proc/cpuinfo.
# usage: init.sh x64|arm64 NAME FOLDER DEBIAN_ROOT DISK_MIB
set -e
arch=$1 name=$2 folder=$3 debian=$4 disk_mib=$5
root=$folder/root disk=$folder/disk

hostname "$name"
mkdir -p "$root" "$disk"
mount -t tmpfs -o "size=${disk_mib}m,mode=755" tmpfs "$disk"
mkdir "$disk/upper" "$disk/work"
mount -t overlay overlay -o "lowerdir=$debian,upperdir=$disk/upper,workdir=$disk/work" "$root"

mount -t proc proc "$root/proc"
if [ -d "$folder/sys" ]; then
  mount --bind "$folder/sys" "$root/sys"
else
  mount -t sysfs sysfs "$root/sys"
fi
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

environment=()
if [ "$arch" = arm64 ]; then
  # Cortex-A76, the processor of a Raspberry Pi 5 and of RK3588's big cores.
  export QEMU_CPU=cortex-a76
  environment=(-o "SetEnv=QEMU_CPU=$QEMU_CPU")
  features='fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp'
  for ((processor = 0; processor < $(nproc); processor++)); do
    printf 'processor\t: %d\nBogoMIPS\t: 108.00\nFeatures\t: %s\n' "$processor" "$features"
    printf 'CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x4\n'
    printf 'CPU part\t: 0xd0b\nCPU revision\t: 1\n\n'
  done >"$folder/cpuinfo"
  mount --bind "$folder/cpuinfo" "$root/proc/cpuinfo"
fi

chroot "$root" /usr/sbin/sshd -D -e "${environment[@]}" &
# The first process of a board adopts every orphan; bash takes their ends while it waits.
while :; do
  wait || true
  sleep 1
done
