#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to find all processes of a service, in its folder; they need those of files.sh, identity.sh, marked.sh and
# cgroup.sh.
#
# They are what its cgroups hold. Where it has none, and before it is taken for ended, they are also what carries its mark in
# the environment, and what is in the session of its watcher: a process may have moved to another cgroup. One escapes that
# has done so, or has none, and has cleared its environment and made a session of its own.
#
# The file mark says VOLTA_SERVICE=UUID, which nobody else knows, and the boot id. It is there as long as the service may
# have processes. The watcher has VOLTA_WATCHER=UUID in its environment, and what it starts also VOLTA_SERVICE_FOLDER=FOLDER/,
# by which strays.sh finds it when the folder is gone.
lost='' # the folder of the service, if it is gone
lost_cgroups='' # those that it had, as far as is known
everywhere='' # whether processes are searched for also where its cgroups are known

# read_mark: sets mark, to nothing if there is none. Half a mark is none, nor is one of an earlier boot.
read_mark() {
    mark='' boot=''
    [ ! -f mark ] || { read -r mark && read -r boot; } <./mark
    read -r boot_now </proc/sys/kernel/random/boot_id
    case $mark in
    VOLTA_SERVICE=????????-????-????-????-????????????) mark=${mark#*=} ;;
    *) mark= ;;
    esac
    case $mark in *[!0-9a-f-]*) mark= ;; esac
    [ "$boot" = "$boot_now" ] || mark=
}

# mark_of PID WATCHER|SERVICE: sets mark to the one that a process has in its environment, as a watcher or as what it started.
mark_of() {
    mark=$({ tr '\0' '\n' <"/proc/$1/environ"; } 2>/dev/null | grep -m 1 -xE "VOLTA_$2=[0-9a-f-]{36}")
    mark=${mark#*=}
}

# make_mark: sets mark to a new one.
make_mark() {
    read -r mark </proc/sys/kernel/random/uuid
    read -r boot </proc/sys/kernel/random/boot_id
    publish mark "VOLTA_SERVICE=$mark
$boot"
}

# read_session: sets session to that of the watcher, which its processes keep when it is gone; to nothing if there is none,
# or another process has its number now.
read_session() {
    session=
    if alive watcher; then
        session=$pid
    elif [ -n "$boot" ] && [ "$boot" = "$boot_now" ] && is_here "$space" && ! read_stat "$pid"; then
        session=$pid
    fi
}

# members [watcher]: sets members to the processes of the service, with its watcher if that is asked for. Needs mark and
# session.
members() {
    members=
    known=
    if [ -f cgroups ]; then
        while read -r cgroup; do
            ! cgroup_is_ours "$cgroup" || { known=yes && cgroup_pids "$cgroup"; }
        done <cgroups
    fi
    for cgroup in $lost_cgroups; do known=yes && cgroup_pids "$cgroup"; done
    if [ -n "$mark" ] && { [ -z "$known" ] || [ -n "$1$everywhere" ]; }; then
        marked "VOLTA_SERVICE=$mark" ${1:+"VOLTA_WATCHER=$mark"}
        for one in $found; do add_member "$one"; done
    fi
    if [ -n "$lost" ]; then
        marked "VOLTA_SERVICE_FOLDER=$lost/"
        for one in $found; do ! owned "$one" || ! sees_the_same "$one" || add_member "$one"; done
    fi
    [ -z "$session" ] || { [ -n "$known" ] && [ -z "$everywhere" ]; } || in_session
}

# members_everywhere [watcher]: the same, also of what has left the cgroups of the service. It takes longer.
members_everywhere() {
    everywhere=yes
    members "$1"
    everywhere=
}

# in_session: adds to members what is in the session, but for its leader, and for what has ended meanwhile.
in_session() {
    found=$(grep -lsE "\\) [A-Z] [0-9]+ [0-9]+ $session( -?[0-9]+)+\$" /proc/[0-9]*/stat)
    for file in $found; do
        file=${file#/proc/}
        [ "${file%/stat}" = "$session" ] || add_member "${file%/stat}"
    done
}

# add_member PID: if that is not this shell, and has not ended.
add_member() {
    [ "$1" != $$ ] && read_stat "$1" || return 0
    case $stat in Z* | X*) ;; *) members="$members $1" ;; esac
}

# end_members HUNDREDTHS [watcher]: asks the processes of the service to end, and ends them when so much time is over.
# Fails if some are left then, with members set.
end_members() {
    members_everywhere "$2"
    [ -n "$members" ] || return 0
    # shellcheck disable=SC2086 # numbers, to be split
    kill -TERM $members 2>/dev/null
    hundredths
    deadline=$((now + $1))
    while :; do
        members "$2"
        [ -n "$members" ] || members_everywhere "$2"
        [ -n "$members" ] || return 0
        hundredths
        if [ "$now" -ge $deadline ]; then
            [ "$now" -lt $((deadline + 500)) ] || return 1
            # shellcheck disable=SC2086 # numbers, to be split
            kill -KILL $members 2>/dev/null
        fi
        sleep 0.02
    done
}
