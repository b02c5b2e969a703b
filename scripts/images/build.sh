#!/bin/sh
# build.sh versions ARCH ROLE       prints the Debian packages of an image with their versions, and makes nothing
# build.sh make ARCH ROLE FOLDER    makes rootfs.img, kernel, initrd and SHA256SUMS in FOLDER
# build.sh adopt ARCH FILE FOLDER   the same from a raw ext4 root file system with its kernel and initrd in /boot
# `volta image build` calls it; it names no mirror, and takes mmdebstrap's. $SOURCE_DATE_EPOCH is the newest date in it.
set -eu
export LC_ALL=C TZ=UTC

here=$(dirname -- "$(readlink -f -- "$0")")
suite=trixie
size=2G
uuid=6f6c7461-0000-4000-8000-000000000001

: "${SOURCE_DATE_EPOCH:=1735689600}"
export SOURCE_DATE_EPOCH
# e2fsprogs before 1.47.1 knows its own name only.
export E2FSPROGS_FAKE_TIME="$SOURCE_DATE_EPOCH"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

packages() {
    awk -v arch="$arch" -v role="$role" '$1 == "all" || $1 == arch || $1 == role { print $2 }' "$here/packages" |
        paste -sd,
}

# The release itself, on mmdebstrap's own mirror: its updates change often, and are refused while a mirror copies them.
sources() {
    # shellcheck disable=SC2016 # mmdebstrap's shell expands it
    mmdebstrap --mode=root --variant=extract --architectures="$arch" "$suite" "$work/none" \
        --setup-hook='cat "$1/etc/apt/sources.list"; exit 1' >"$work/log" 2>&1 || true
    grep " $suite main$" "$work/log" || fail "mmdebstrap names no mirror of $suite: $(reason "$work/log")"
}

# Debian's archive without running any of its scripts, so that any architecture can be unpacked on any other.
debian() {
    sources >"$work/sources"
    mmdebstrap --mode=root --variant=extract --architectures="$arch" --include="$(packages)" --verbose \
        --aptopt='APT::Install-Recommends "false"' "$@" - <"$work/sources" >"$work/log" 2>&1 ||
        fail "$(reason "$work/log")"
}

versions() {
    debian --simulate "$suite" "$work/tree"
    sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' "$work/log" | sort -u
}

# The line of a log that says most.
reason() {
    if grep -q 'No space left' "$1"; then
        echo 'no space left on the device'
    else
        { grep -E '^E: ' "$1" || tail -n 1 "$1"; } | head -n 1 | sed 's/^E: //'
    fi
}

make_tree() {
    debian --skip=cleanup "$suite" "$tree"
    kernel=$(find "$tree/boot" -name 'vmlinu[xz]-*')
    unpack_kernel || mv "$kernel" "$out/kernel"
}

number_at() {
    od -An "-tu$2" -j "$(($1))" -N "$2" --endian=little "$kernel" | tr -d ' '
}

# QEMU starts the ELF file in an x86 kernel at once; unpacking itself would take that an emulated second. Where it lies is
# in the kernel's boot protocol (Documentation/arch/x86/boot.rst); its last four bytes are its size.
unpack_kernel() {
    [ "$arch" = amd64 ] || return 1
    sectors=$(number_at 0x1f1 1)
    begin=$(((sectors + 1) * 512 + $(number_at 0x248 4)))
    tail -c "+$((begin + 1))" "$kernel" | head -c "$(($(number_at 0x24c 4) - 4))" >"$work/packed"
    zstd -dcq "$work/packed" >"$work/vmlinux" 2>/dev/null || return 1
    "$tools-strip" -o "$out/kernel" "$work/vmlinux"
}

# The program that is process 1 from the first moment on. No path, date or random id gets into it.
make_agent() {
    "$tools-gcc" -std=c17 -D_GNU_SOURCE -Os -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Werror \
        -static -s -ffunction-sections -Wl,--gc-sections,--build-id=none -o "$work/agent" "$here"/agent/*.c \
        2>"$work/log" || fail "the agent cannot be compiled by $tools-gcc: $(grep -m 1 -i error "$work/log")"
}

# All of one architecture's drivers that a guest needs, each behind those that it depends on.
make_initrd() {
    initrd=$work/initrd
    mkdir -p "$initrd/dev" "$initrd/modules" "$initrd/root"
    install -m 755 "$work/agent" "$initrd/init"
    find "$tree/usr/lib/modules" -name '*.ko*' >"$work/modules"
    : >"$initrd/modules/order"
    for module in virtio_mmio virtio_pci virtio_blk virtio_net virtio_console crc32c_generic ext4 overlay; do
        add_module $module
    done
    finish "$initrd"
    (cd "$initrd" && find . | sort | cpio --quiet --reproducible -o -H newc -R 0:0) >"$out/initrd"
}

add_module() {
    name=$(printf %s "$1" | tr - _)
    grep -qx "$name.ko" "$initrd/modules/order" && return
    file=$(grep -E "/$(printf %s "$name" | sed 's/_/[-_]/g')\.ko(\.xz)?$" "$work/modules" || true)
    [ -n "$file" ] || return 0 # built into this kernel
    case $file in
        *.xz) xz -dc "$file" >"$initrd/modules/$name.ko" ;;
        *) cp "$file" "$initrd/modules/$name.ko" ;;
    esac
    # Those of RISC-V have five times as much in names of places as in all else, and the kernel reads it all.
    "$tools-strip" --strip-unneeded "$initrd/modules/$name.ko"
    for needed in $(tr '\0' '\n' <"$initrd/modules/$name.ko" | sed -n 's/^depends=//p' | tr , ' '); do
        add_module "$needed"
    done
    printf '%s.ko\n' "$1" | tr - _ >>"$initrd/modules/order"
}

# What packages would have done in their scripts, as far as a guest needs it.
set_up() {
    cat >"$tree/etc/passwd" <<-'END'
	root:x:0:0:root:/root:/bin/bash
	nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
	END
    printf 'root:x:0:\ntty:x:5:\nshadow:x:42:\nnogroup:x:65534:\n' >"$tree/etc/group"
    printf 'root:*:20000::::::\n' >"$tree/etc/shadow"
    chmod 640 "$tree/etc/shadow"
    printf '/bin/sh\n/bin/bash\n' >"$tree/etc/shells"
    printf 'nameserver 10.0.2.3\n' >"$tree/etc/resolv.conf"
    mkdir -p "$tree/root/.ssh" "$tree/etc/volta"
    chmod 700 "$tree/root" "$tree/root/.ssh"
    # What a machine gets anew each time is in memory, where the agent writes it in a fraction of the time.
    for file in etc/hostname etc/hosts etc/machine-id root/.ssh/authorized_keys; do
        ln -sfn "/run/volta/${file##*/}" "$tree/$file"
    done
    printf '%s\n' "$role" >"$tree/etc/volta/role"
    ln -sfn "$(cd "$tree" && echo usr/lib/jvm/java-25-openjdk-*)/bin/java" "$work/link"
    ln -sfn "/$(readlink "$work/link")" "$tree/usr/bin/java"
    ln -sfn gawk "$tree/usr/bin/awk"
}

slim() {
    (cd "$tree" && rm -rf boot/* dev/* usr/lib/modules usr/share/doc usr/share/man usr/share/locale usr/share/info \
        usr/share/lintian var/cache/apt var/lib/apt var/lib/dpkg var/log/* tmp/* etc/apt/sources.list etc/apt/sources.list.d/*)
}

# finish FOLDER: no date in it is newer than $SOURCE_DATE_EPOCH
finish() {
    find "$1" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

make_rootfs() {
    cp "$out/kernel" "$tree/boot/vmlinuz"
    cp "$out/initrd" "$tree/boot/initrd.img"
    finish "$tree"
    mke2fs -q -F -t ext4 -O '^has_journal,^metadata_csum' -m 0 -U $uuid \
        -E "hash_seed=$uuid,lazy_itable_init=0,root_owner=0:0" -d "$tree" "$out/rootfs.img" $size \
        >"$work/log" 2>&1 || fail "$(reason "$work/log")"
    # mke2fs copies when the tree was read and made. It hands out inodes from the first free one (11) upwards.
    dumpe2fs -h "$out/rootfs.img" 2>/dev/null | awk -v date="@$SOURCE_DATE_EPOCH" '
        /^Inode count:/ { count = $3 }
        /^Free inodes:/ { free = $3 }
        END {
            for (i = 2; i <= count - free; i = i == 2 ? 11 : i + 1)
                printf "sif <%d> atime %s\nsif <%d> ctime %s\n", i, date, i, date
        }' >"$work/times"
    debugfs -w -f "$work/times" "$out/rootfs.img" >"$work/log" 2>&1 || fail "$(reason "$work/log")"
}

# take PATH FILE: copies a file out of the adopted file system; fails if there is none
take() {
    rm -f "$2"
    debugfs -R "dump $1 $2" "$from" >/dev/null 2>&1 || true
    [ -s "$2" ]
}

machine_of() {
    [ "$(od -An -c -N4 "$1" | tr -d ' ')" = '177ELF' ] && od -An -tu2 -j18 -N2 --endian=little "$1" | tr -d ' '
}

# The e_machine of elf(5), by the shell there: kernels differ too much in format.
check_machine() {
    case $arch in
        amd64) wanted=62 ;;
        riscv64) wanted=243 ;;
    esac
    for shell in /bin/sh /bin/dash /bin/bash /bin/busybox /usr/bin/dash /usr/bin/bash; do
        if take "$shell" "$work/shell" && found=$(machine_of "$work/shell"); then
            [ "$found" = "$wanted" ] && return
            case $found in
                62) found=amd64 ;;
                243) found=riscv64 ;;
                *) found="ELF machine $found" ;;
            esac
            fail "$from is for $found, as its $shell shows, not for $arch"
        fi
    done
    fail "$from has no shell by which its architecture could be told"
}

# in_boot NAME...: takes the first file of /boot whose name begins so
in_boot() {
    into=$1
    shift
    for begin in "$@"; do
        found=$(debugfs -R 'ls -p /boot' "$from" 2>/dev/null | cut -d/ -f6 | grep "^$begin" | sort | tail -n 1) || true
        [ -z "$found" ] || { take "/boot/$found" "$into" && return; }
    done
    fail "$from has no /boot/$1*"
}

adopt() {
    dumpe2fs -h "$from" >/dev/null 2>&1 || fail "$from is no ext4 file system (raw, without a partition table)"
    check_machine
    in_boot "$out/kernel" vmlinu Image
    in_boot "$out/initrd" initrd
    cp --sparse=always "$from" "$out/rootfs.img" 2>"$work/log" || fail "$(reason "$work/log")"
}

sums() {
    (cd "$out" && sha256sum initrd kernel rootfs.img >SHA256SUMS)
}

case $#:${1:-} in
    3:versions | 4:make | 4:adopt) ;;
    *) fail 'usage: build.sh versions ARCH ROLE | build.sh make ARCH ROLE FOLDER | build.sh adopt ARCH FILE FOLDER' ;;
esac
arch=$2
case $arch in
    amd64) tools=x86_64-linux-gnu ;;
    riscv64) tools=riscv64-linux-gnu ;;
    *) fail "there are no images for $arch" ;;
esac
role=$3
from=$3
work=$(mktemp -d "${TMPDIR:-/var/tmp}/volta-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tree=$work/tree
case $1 in
    versions) versions ;;
    make)
        out=$4
        make_agent
        make_tree
        make_initrd
        slim
        set_up
        make_rootfs
        sums
        ;;
    adopt)
        out=$4
        adopt
        sums
        ;;
esac
