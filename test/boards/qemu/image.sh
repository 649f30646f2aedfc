#!/bin/bash
# Makes what a QEMU board boots from: Debian's kernel, a small initrd, the ACPI table with its P-states, and a disk.
# usage: image.sh CACHE IMAGE   (CACHE holds `key.pub`; IMAGE is a folder to fill)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cache=$1 image=$2
root=$cache/debian-qemu
say() { printf 'test boards: %s\n' "$*"; }

# Debian with what boots a machine; the kernel and busybox lie in its /var/local, not installed.
if [ ! -e "$root/.complete" ]; then
  say "making a Debian root for QEMU in $root (a minute)"
  rm -rf --one-file-system "$root"
  # shellcheck disable=SC2016 # mmdebstrap's shell fills these in
  mmdebstrap --quiet --variant=minbase \
    --include=openssh-server,libstdc++6,procps,systemd-sysv,udev,dbus,iproute2,kmod,sudo \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='cd "$1/var/local" && export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" &&
      kernel=$(apt-cache depends linux-image-amd64 | sed -n "s/^ *Depends: //p" | head -n 1) &&
      apt-get -qq -o APT::Sandbox::User=root download busybox-static "$kernel"' \
    bookworm "$root"
  chroot "$root" useradd --create-home --shell /bin/bash --password '*' edge
  touch "$root/.complete"
fi

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
for package in "$root"/var/local/*.deb; do dpkg-deb -x "$package" "$work/packages"; done
packages=$work/packages
version=$(ls "$packages/lib/modules")
depmod -b "$packages" "$version"

# modules_of MODULE...: the files of these and of all that they need, in the order to load them.
modules_of() {
  local module
  for module in "$@"; do modprobe -d "$packages" -S "$version" --show-depends "$module"; done |
    awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

cp "$packages/boot/vmlinuz-$version" "$image/vmlinuz"
(cd "$work" && iasl -vs -p ssdt "$here/ssdt.asl" >iasl.log 2>&1) || { cat "$work/iasl.log"; exit 1; }
cp "$work/ssdt.aml" "$image/ssdt.aml"

initrd=$work/initrd
mkdir -p "$initrd/bin" "$initrd/mnt" "$initrd/modules"
install -m 755 "$packages/bin/busybox" "$initrd/bin/busybox"
ln -s busybox "$initrd/bin/sh"
install -m 755 "$here/initrd-init.sh" "$initrd/init"
modules_of virtio_pci virtio_blk ext4 crc32c-intel | while read -r file; do
  cp "$file" "$initrd/modules/"
  basename "$file" >>"$initrd/modules/list"
done
(cd "$initrd" && find . | cpio -o -H newc --quiet | gzip -1) >"$image/initrd"

say 'making the disk of the QEMU board'
disk=$work/disk
cp -a "$root" "$disk"
rm -rf "$disk/var/local"/* "$disk/var/cache/apt" "$disk/var/lib/apt/lists" "$disk/.complete"
governors='cpufreq_powersave cpufreq_userspace cpufreq_ondemand cpufreq_conservative'
# shellcheck disable=SC2086 # a list of names
modules_of virtio_net acpi-cpufreq $governors acpi_power_meter | while read -r file; do
  install -D -m 644 "$file" "$disk/lib/modules/$version/${file#"$packages/lib/modules/$version/"}"
done
cp "$packages/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$disk/lib/modules/$version/"
depmod -b "$disk" "$version"
# shellcheck disable=SC2086
printf '%s\n' $governors acpi-cpufreq acpi_power_meter >"$disk/etc/modules-load.d/board.conf"
install -m 755 "$here/board-init.sh" "$disk/sbin/board-init"
printf 'qemu-board\n' >"$disk/etc/hostname"
printf '127.0.0.1 localhost qemu-board\n' >"$disk/etc/hosts"
for home in root home/edge; do
  install -d -m 700 "$disk/$home/.ssh"
  install -m 600 "$cache/key.pub" "$disk/$home/.ssh/authorized_keys"
done
chroot "$disk" chown -R edge:edge /home/edge
# A cable that is pulled and put back leaves the addresses, as on a board that waits for its desk.
for card in 01:10.0.2.15 02:10.0.3.15; do
  printf '[Match]\nMACAddress=52:54:00:00:00:%s\n[Network]\nAddress=%s/24\nIgnoreCarrierLoss=yes\n' \
    "${card%%:*}" "${card#*:}" >"$disk/etc/systemd/network/card-${card%%:*}.network"
done
chroot "$disk" systemctl --quiet enable systemd-networkd ssh
chroot "$disk" systemctl --quiet mask systemd-networkd-wait-online.service apt-daily.timer \
  apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer
cp "$disk"/etc/ssh/ssh_host_*_key.pub "$image/"
truncate -s 1500M "$work/disk.raw"
mke2fs -q -F -t ext4 -O ^has_journal -m 0 -d "$disk" "$work/disk.raw"
qemu-img convert -O qcow2 "$work/disk.raw" "$image/disk.qcow2"
