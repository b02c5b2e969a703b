#!/bin/sh
# kernel.sh FILE: prints the boot id of the kernel, if its drop_caches (FILE) can be written.
if [ ! -e "$1" ]; then
    echo "$1 does not exist there" >&2
    exit 1
elif [ ! -w "$1" ]; then
    echo "$1 cannot be written there, as in a container; run this on its host" >&2
    exit 1
fi
cat /proc/sys/kernel/random/boot_id
