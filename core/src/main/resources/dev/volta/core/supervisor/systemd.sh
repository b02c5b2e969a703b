# shellcheck shell=sh
# Functions for scripts about one unit.
LC_ALL=C
export LC_ALL

# property UNIT NAME: prints it.
property() {
    systemctl show --property="$2" "$1" | sed "s/^$2=//"
}

# left UNIT: prints what is left of a unit that systemd calls stopped.
left() {
    for procs in "/sys/fs/cgroup/system.slice/$1" "/sys/fs/cgroup/systemd/system.slice/$1"; do
        [ ! -f "$procs/cgroup.procs" ] || cat "$procs/cgroup.procs"
    done
}
