#!/bin/sh
# Installs the Debian packages that the tests use. Quick when all are there; without root, or elsewhere than on Debian,
# it says what is missing and which tests that skips, and succeeds.
set -eu

# packages, a program of them, what is skipped without it
list='
git:git:the build revision
openssh-server:/usr/sbin/sshd:every test on nodes
openssh-client:ssh-keygen:every test on nodes
bsdutils:script:the questions on a terminal
shellcheck:shellcheck:the check of shell scripts
coreutils:sha256sum:comparison with sha256sum
openssl:openssl:comparison with openssl
b3sum:b3sum:comparison with b3sum
xxhash:xxhsum:comparison with xxhsum
rhash:rhash:comparison with rhash
util-linux util-linux-extra:fincore:looking at what is in the page cache
mmdebstrap:mmdebstrap:the node with systemd, images of virtual machines
e2fsprogs:mke2fs:images of virtual machines
cpio:cpio:images of virtual machines
xz-utils:xz:images of virtual machines
zstd:zstd:images of virtual machines
gcc libc6-dev:gcc:images of x86-64 virtual machines
gcc-riscv64-linux-gnu libc6-dev-riscv64-cross:riscv64-linux-gnu-gcc:images of RISC-V virtual machines
qemu-system-x86:qemu-system-x86_64:x86-64 virtual machines
qemu-system-misc:qemu-system-riscv64:RISC-V virtual machines
qemu-utils:qemu-img:templates of virtual machines
clustershell:clush:the start-up comparison
python3:python3:the script that recomputes the figures of a run
procps:ps:the search for leftover processes
fish:fish:a node with fish as login shell
tcsh:tcsh:a node with tcsh as login shell
zsh:zsh:a node with zsh as login shell
busybox:busybox:a node with busybox as shell, scripts under its sh
'

missing=
while IFS=: read -r package program skipped; do
    if [ -n "$package" ] && ! command -v "$program" >/dev/null; then
        missing="$missing $package"
        printf 'ci-deps: %s is missing (skips: %s)\n' "$package" "$skipped" >&2
    fi
done <<EOF
$list
EOF

[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    printf 'ci-deps: install these to run every test:%s\n' "$missing" >&2
    exit 0
fi
# shellcheck disable=SC2086 # a list of words
DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -qq update && apt-get -qq -y --no-install-recommends install "$@" >/dev/null' sh $missing
