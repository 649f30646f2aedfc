# shellcheck shell=bash
# The machine that a QEMU board is, the same when its memory is saved and when it is taken up again. Emulated in software
# everywhere, so that it is the same everywhere too.
# usage: . machine.sh; machine IMAGE INIT DISK PORT SIDE_PORT [QEMU OPTION]...

# Its disk and its memory as saved, below the image's folder.
saved_disk() { printf '%s/%s.qcow2' "$1" "$2"; }
saved_memory() { printf '%s/%s.memory' "$1" "$2"; }

# PORT leads to the card that is cut and mended, SIDE_PORT to one that tests use for themselves.
machine() {
  local image=$1 init=$2 disk=$3 port=$4 side_port=$5 program=/sbin/board-init
  shift 5
  [ "$init" = small ] || program=/sbin/init
  exec qemu-system-x86_64 -M pc -accel tcg,thread=multi -cpu max,family=23,model=1 -smp 2 -m 1G \
    -display none -no-reboot -serial "file:${disk%/*}/console" -serial null -serial null \
    -kernel "$image/vmlinuz" -initrd "$image/initrd" -acpitable "file=$image/ssdt.aml" \
    -append "console=ttyS0 quiet tsc=unstable mitigations=off board_init=$program" \
    -drive "file=$disk,if=virtio,cache=unsafe" -device virtio-rng-pci \
    -netdev "user,id=desk,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" \
    -device virtio-net-pci,id=desk-card,netdev=desk,mac=52:54:00:00:00:01,romfile= \
    -netdev "user,id=side,net=10.0.3.0/24,restrict=on,hostfwd=tcp:127.0.0.1:$side_port-:22" \
    -device virtio-net-pci,id=side-card,netdev=side,mac=52:54:00:00:00:02,romfile= \
    "$@"
}
