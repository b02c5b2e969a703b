#!/bin/sh
# Functions to keep a service within limits, by version 1 or 2 of the kernel's cgroups, whichever has the controller.

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

# cgroup_join FILE: puts this shell into the cgroups that FILE lists.
cgroup_join() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        echo 0 >"$cgroup/cgroup.procs" || return 1
    done <"$1"
}

# cgroup_end FILE: ends what is left in the cgroups that FILE lists, and removes them.
cgroup_end() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        tries=0
        while [ -d "$cgroup" ] && ! rmdir "$cgroup" 2>/dev/null; do
            while read -r left; do kill -KILL "$left" 2>/dev/null; done <"$cgroup/cgroup.procs"
            tries=$((tries + 1))
            [ $tries -lt 200 ] || { echo "cannot remove $cgroup" >&2 && return 1; }
            sleep 0.01
        done
    done <"$1"
    rm -f "$1"
}

# cgroup_memory FILE: the bytes in use; nothing without a limit.
cgroup_memory() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        cat "$cgroup/memory.current" "$cgroup/memory.usage_in_bytes" 2>/dev/null
    done <"$1" | head -n 1
}

# oom_kills FILE: how many processes the kernel has killed for want of memory; nothing without a limit.
oom_kills() {
    [ -f "$1" ] || return 0
    while read -r cgroup; do
        cat "$cgroup/memory.events" "$cgroup/memory.oom_control" 2>/dev/null
    done <"$1" | sed -n 's/^oom_kill //p'
}
