#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to know the watcher and the program of a service, in its folder, where a file that tells of them is damaged, and
# to write such a file again; they need those of files.sh, identity.sh, cgroup.sh, watchers.sh and unit.sh.

# torn FILE [LINES]: is it there, without its end? What publish writes has at least so many lines, and each has its end.
torn() {
    [ -f "$1" ] || return 1
    part='' lines=0
    while IFS= read -r part; do lines=$((lines + 1)); done 2>/dev/null <"$1" || return 1
    [ -n "$part" ] || [ $lines -lt "${2:-1}" ]
}

# damages: sets damaged to the names of the files that are damaged.
damages() {
    damaged=
    for state_file in watcher child restarts ended cgroups oom; do
        ! torn $state_file || damaged="$damaged $state_file"
    done
    ! torn mark 2 || damaged="$damaged mark"
}

# watched: is the watcher there? Sets pid. Where its file is damaged, its arguments tell.
watched() {
    alive watcher && return
    torn watcher || return 1
    pid=
    each_watcher is_this_watcher
    [ -n "$pid" ] && read_stat "$pid"
}

is_this_watcher() { # PID FOLDER
    [ "$2" != "$PWD" ] || ! sees_the_same "$1" || pid=$1
}

# started WATCHER: is the program there? Sets pid, start and stat. Where its file is damaged, it is that process of the
# service which process WATCHER has started.
started() {
    alive child && return
    torn child || return 1
    recall_mark "$1"
    session=
    members
    for pid in $members; do
        read_stat "$pid" && is_child_of "$1" && return
    done
    return 1
}

# is_child_of PID: has that process started the one whose stat was read? Sets start to when that was.
is_child_of() {
    parent=$1
    # shellcheck disable=SC2086 # numbers, to be split; the second is the parent, the 20th the start time
    set -- $stat
    start=${20}
    [ "$2" = "$parent" ]
}

# recall_mark WATCHER: sets mark. Where its file is damaged, that process has it in its environment.
recall_mark() {
    read_mark
    [ -n "$mark" ] || mark_of "$1" WATCHER
}

# mend: writes anew what is damaged of a service that runs. Nobody knows what restarts, ended and oom held; the
# watcher writes them again.
mend() {
    damages
    [ -n "$damaged" ] || return 0
    watching=
    ! watched || watching=$pid
    if [ -n "$watching" ]; then
        ! torn watcher || { identify "$watching" && publish watcher "$identity"; } || return 1
        recall_mark "$watching"
        if torn mark 2 && [ -n "$mark" ]; then
            publish mark "VOLTA_SERVICE=$mark
$boot_now" || return 1
        fi
    fi
    read_mark
    if torn cgroups; then
        cgroups_of "${PWD##*/}" "$mark"
        if [ -n "$cgroups" ]; then publish cgroups "$cgroups"; else rm -f cgroups; fi || return 1
    fi
    if [ -n "$watching" ] && started "$watching" && torn child; then
        identify "$pid" && publish child "$identity" || return 1
    fi
    ! torn restarts || publish restarts 0 || return 1
    for state_file in ended oom; do
        ! torn $state_file || rm -f $state_file || return 1
    done
}
