#!/bin/sh
# Prepares this machine for the test boards: packages, a user to log in as, a key, and a clean Debian root.
# With `arm64` also a Debian root for arm64, while this kernel runs arm64 programs (arm64/emulation.sh).
# Safe to run again: it does only what is missing, and says what it does.
# usage: setup.sh [arm64]
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/benchtop/boards
suite=bookworm
root_packages=openssh-server,libstdc++6,procps,sudo,busybox
say() { printf 'test boards: %s\n' "$*"; }

if [ "$(id -u)" != 0 ]; then
  [ -x /usr/sbin/sshd ] || say "sshd is missing; a person with root can run: sudo apt-get install openssh-server"
  say "not root: only the loopback board works, as $(id -un); namespace boards need: sudo sh test/boards/setup.sh"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  say "this is no Debian: install openssh-server, iproute2, util-linux, python3 and mmdebstrap yourself"
  exit 0
fi

missing=
for package in openssh-server openssh-client dropbear-bin openssl iproute2 util-linux procps python3-minimal mmdebstrap busybox libfaketime; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  say "installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of package names
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

mkdir -p /run/sshd "$cache"
if ! id benchtop-test >/dev/null 2>&1; then
  say "creating the user benchtop-test, who can not log in with a password"
  useradd --create-home --shell /bin/bash benchtop-test
fi
# A locked password ("!") would refuse keys too; "*" refuses passwords alone.
[ "$(getent shadow benchtop-test | cut -d: -f2)" = '*' ] || usermod -p '*' benchtop-test

[ -e "$cache/key" ] || ssh-keygen -q -t ed25519 -N '' -C 'benchtop test boards' -f "$cache/key"

# make_root FOLDER DURATION [OPTION]...
make_root() {
  root=$1 duration=$2
  shift 2
  # A root with other packages is made anew.
  if [ "$(cat "$root/.complete" 2>/dev/null)" != "$root_packages" ]; then
    say "making a clean Debian root in $root ($duration)"
    rm -rf --one-file-system "$root"
    mmdebstrap --quiet --variant=minbase --include="$root_packages" "$@" \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" "$root"
    chroot "$root" useradd --create-home --shell /bin/bash --password '*' edge
    printf '%s\n' "$root_packages" >"$root/.complete"
  fi
  install -d -m 700 "$root/home/edge/.ssh"
  install -m 600 "$cache/key.pub" "$root/home/edge/.ssh/authorized_keys"
  chroot "$root" chown -R edge:edge /home/edge
}
make_root "$cache/debian" 'half a minute'
[ "${1:-}" != arm64 ] || make_root "$cache/debian-arm64" 'a few minutes, under emulation' --arch=arm64
say ready
