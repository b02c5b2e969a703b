#!/bin/sh
# ability.sh FILE: prints the boot id and by which way FILE, the kernel's drop_caches, can be written: direct, sudo,
# sudo-asks (wants a password), or none and the reason.
boot=$(cat /proc/sys/kernel/random/boot_id) || exit 1
if [ ! -e "$1" ]; then
    way="none $1 does not exist on this node"
elif [ "$(id -u)" -eq 0 ]; then
    if [ -w "$1" ]; then way=direct; else way="none $1 is read-only here, as in a container; run this on its host"; fi
elif [ -w "$1" ]; then
    way=direct
elif ! command -v sudo >/dev/null; then
    way="none user $(id -un) is not root and there is no sudo"
elif sudo -n true 2>/dev/null; then
    way=sudo
else
    way=sudo-asks
fi
echo "$boot $way"
