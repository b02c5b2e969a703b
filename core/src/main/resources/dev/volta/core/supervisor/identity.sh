#!/bin/sh
# Functions to know a process by more than its id, which the kernel gives out again: pid, start time, boot id.

# identity PID: prints that of a process; fails if there is none.
identity() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The fields after the command name, which stands in parentheses and may hold anything; the 20th is the start time.
    # shellcheck disable=SC2086 # numbers, to be split
    set -- "$1" ${stat##*) }
    echo "$1 ${21} $(cat /proc/sys/kernel/random/boot_id)"
}

# alive FILE: is the process whose identity FILE holds still there? Sets pid and start.
alive() {
    [ -f "$1" ] && read -r pid start boot <"$1" && [ -n "$pid" ] || return 1
    [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
    # shellcheck disable=SC2086 # numbers, to be split
    set -- ${stat##*) }
    [ "$start" = "${20}" ] && [ "$1" != Z ]
}
