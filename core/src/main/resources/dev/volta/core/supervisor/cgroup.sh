#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to keep a service together and within limits, by version 1 or 2 of the kernel's cgroups, whichever has the
# controller.

# cgroup_home CONTROLLER: prints version and folder of where cgroups with it can be made; or why they cannot, and fails.
cgroup_home() {
    version=1
    home=$(awk -v name="$1" '$3 == "cgroup" && index("," $4 ",", "," name ",") { print $2; exit }' /proc/mounts)
    if [ -z "$home" ]; then
        version=2
        home=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
        case " $(cat "$home/cgroup.controllers" 2>/dev/null) " in
        *" $1 "*) ;;
        *) echo "the kernel there has no cgroup controller '$1'" && return 1 ;;
        esac
        # Only the root of all cgroups may have processes of its own beside cgroups with limits.
        case " $(cat "$home/cgroup.subtree_control") " in
        *" $1 "*) ;;
        *)
            if [ -e "$home/cgroup.events" ] && [ -n "$(cat "$home/cgroup.procs")" ]; then
                echo "processes are in $home itself, which then cannot have limits below it" && return 1
            fi
            ;;
        esac
    fi
    if ! [ -w "$home" ] || ! [ -w "$home/cgroup.procs" ]; then
        echo "$(id -un) may not make a cgroup in $home" && return 1
    fi
    echo "$version $home"
}

# cgroup_make CONTROLLER NAME: sets version and cgroup, the new folder.
cgroup_make() {
    home=$(cgroup_home "$1") || { echo "$home" >&2 && return 1; }
    version=${home%% *}
    home=${home#* }
    cgroup=$home/$2
    if [ "$version" = 2 ]; then
        echo "+$1" >"$home/cgroup.subtree_control" || return 1
    fi
    mkdir -p "$cgroup"
}

# cgroup_bare NAME: sets cgroup, a new one that only keeps processes together; fails where there can be none. Looks where
# the file systems usually are, since to read /proc/mounts takes a process.
cgroup_bare() {
    for home in /sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/freezer /sys/fs/cgroup/pids; do
        if [ -w "$home/cgroup.procs" ] && [ -w "$home" ]; then
            cgroup=$home/$1
            mkdir "$cgroup" 2>/dev/null || [ -d "$cgroup" ]
            return
        fi
    done
    return 1
}

# limit_memory NAME BYTES: swap does not count as more memory.
limit_memory() {
    cgroup_make memory "$1" || return 1
    if [ "$version" = 2 ]; then
        echo "$2" >"$cgroup/memory.max" && echo 1 >"$cgroup/memory.oom.group" || return 1
        [ ! -f "$cgroup/memory.swap.max" ] || echo 0 >"$cgroup/memory.swap.max"
    else
        echo "$2" >"$cgroup/memory.limit_in_bytes" || return 1
        [ ! -f "$cgroup/memory.memsw.limit_in_bytes" ] || echo "$2" >"$cgroup/memory.memsw.limit_in_bytes"
    fi
}

# limit_cpu NAME QUOTA PERIOD: in microseconds of processor time per microseconds of time.
limit_cpu() {
    cgroup_make cpu "$1" || return 1
    if [ "$version" = 2 ]; then
        echo "$2 $3" >"$cgroup/cpu.max"
    else
        echo "$3" >"$cgroup/cpu.cfs_period_us" && echo "$2" >"$cgroup/cpu.cfs_quota_us"
    fi
}

# cgroups_make NAME: makes what keeps a service together and within its limits, and sets list to it, a line each, which may be
# none without limits. Needs memory, quota and period. Says which limit cannot be set, leaves nothing then, and fails.
cgroups_make() {
    cgroup='' list=''
    if [ -n "$memory" ]; then
        limit_memory "$1" "$memory" || { cgroups_unmake memory && return 1; }
        list=$cgroup
    fi
    if [ -n "$quota" ]; then
        limit_cpu "$1" "$quota" "$period" || { cgroups_unmake processors && return 1; }
        [ "$cgroup" = "$list" ] || list="${list:+$list
}$cgroup"
    fi
    if [ -z "$list" ] && cgroup_bare "$1"; then
        list=$cgroup
    fi
}

# publish_cgroups: leaves list in the file cgroups; without any there is no such file.
publish_cgroups() {
    if [ -n "$list" ]; then publish cgroups "$list"; else rm -f cgroups; fi
}

cgroups_unmake() { # cgroups_unmake WHAT
    for one in $list "$cgroup"; do
        [ ! -d "$one" ] || rmdir "$one"
    done
    echo "cannot limit its $1" >&2
}

# cgroups_are_there FILE: are all cgroups there that FILE lists?
cgroups_are_there() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do [ -d "$cgroup" ] || return 1; done <"$1"
}

# cgroup_is_ours FOLDER: is it one of the service in this folder? What is left of a torn line may be the root of all.
cgroup_is_ours() {
    case ${1##*/} in
    "volta-${PWD##*/}-"????????) [ -d "$1" ] ;;
    volta-*"-${PWD##*/}") [ -d "$1" ] ;; # as versions before called it
    *) false ;;
    esac
}

# cgroup_join FILE: puts this shell into the cgroups that FILE lists.
cgroup_join() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        echo 0 >"$cgroup/cgroup.procs" || return 1
    done <"$1"
}

# cgroup_pids FOLDER: adds to members what is in that cgroup and in those below it.
cgroup_pids() {
    while read -r member; do members="$members $member"; done 2>/dev/null <"$1/cgroup.procs"
    for below in "$1"/*/cgroup.procs; do
        [ ! -f "$below" ] || cgroup_pids "${below%/cgroup.procs}"
    done
}

# cgroup_remove FOLDER: that cgroup and those below it, which have no processes any more.
cgroup_remove() {
    for below in "$1"/*/cgroup.procs; do
        [ ! -f "$below" ] || cgroup_remove "${below%/cgroup.procs}"
    done
    rmdir "$1" 2>/dev/null || [ ! -d "$1" ]
}

# cgroup_end FOLDER: the same, when the kernel has let go of them, which may take a moment.
cgroup_end() {
    tries=0
    until cgroup_remove "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { echo "cannot remove $1" >&2 && return 1; }
        sleep 0.01
    done
}

# cgroup_drop FILE: removes the cgroups that FILE lists, and FILE.
cgroup_drop() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        ! cgroup_is_ours "$cgroup" || cgroup_end "$cgroup" || return 1
    done <"$1"
    rm -f "$1"
}

# cgroups_of SERVICE MARK: sets cgroups to those of the service that has this mark, a line each.
cgroups_of() {
    cgroups=
    [ -n "$2" ] || return 0
    for cgroup in "/sys/fs/cgroup/volta-$1-${2%%-*}" /sys/fs/cgroup/*/"volta-$1-${2%%-*}"; do
        [ ! -f "$cgroup/cgroup.procs" ] || cgroups="${cgroups:+$cgroups
}$cgroup"
    done
}

# cgroup_memory FILE: sets memory to the bytes in use, or to nothing without a limit.
cgroup_memory() {
    memory=
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        for use in "$cgroup/memory.current" "$cgroup/memory.usage_in_bytes"; do
            [ ! -f "$use" ] || read -r memory <"$use"
        done
    done <"$1"
}

# oom_kills FILE: sets kills to how many processes the kernel has killed for want of memory, or to nothing without a limit.
oom_kills() {
    kills=
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        for events in "$cgroup/memory.events" "$cgroup/memory.oom_control"; do
            [ -f "$events" ] || continue
            while read -r event number; do [ "$event" != oom_kill ] || kills=$number; done <"$events"
        done
    done <"$1"
}
