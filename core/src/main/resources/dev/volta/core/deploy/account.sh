#!/bin/sh
# account.sh: name, number and home of who is logged in, the boot id, who can keep services running, and how many files
# a process may have open at most, a line each. All containers of a machine have its boot id, so their PID namespace is
# added to it; the first one, which is the machine's own, always has the same number.
id -un
id -u
echo "$HOME"
boot=$(cat /proc/sys/kernel/random/boot_id) && {
    namespace=$(readlink /proc/self/ns/pid 2>/dev/null)
    case $namespace in
        '' | 'pid:[4026531836]') echo "$boot" ;;
        *) echo "$boot $namespace" ;;
    esac
}
if [ -d /run/systemd/system ]; then echo systemd; else echo plain; fi
# shellcheck disable=SC3045 # dash, bash and busybox know it
ulimit -H -n
