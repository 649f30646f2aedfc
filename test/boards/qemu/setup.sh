#!/bin/bash
# Prepares this machine for QEMU boards: packages, an image, and its memory as saved once it has booted. Needs root and
# Debian or Ubuntu, and test/boards/setup.sh before it. Safe to run again: it does only what is missing or has changed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/benchtop/boards
say() { printf 'test boards: %s\n' "$*"; }

missing=()
for package in qemu-system-x86 qemu-utils acpica-tools e2fsprogs cpio kmod mmdebstrap; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
done
if [ ${#missing[@]} != 0 ]; then
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Saved memory fits only the QEMU, the machine and the disk that it was saved from.
made_of=$(cat "$here"/*.sh "$here/ssdt.asl" "$cache/key.pub" <(qemu-system-x86_64 --version) | sha256sum | head -c 16)
image=$cache/qemu/$made_of
if [ ! -e "$image/.complete" ]; then
  rm -rf --one-file-system "$cache/qemu"
  mkdir -p "$image"
  "$here/image.sh" "$cache" "$image"
  for init in small systemd; do "$here/save.sh" "$cache" "$image" "$init"; done
  touch "$image/.complete"
fi
ln -sfn "$made_of" "$cache/qemu/current"
say 'the QEMU board is ready'
