# shellcheck shell=sh disable=SC2154 # functions set what others use
# left.sh: a line "PID RUN COMMAND" for each process that a command of Volta's started and that nothing waits for any more:
# it has VOLTA_RUN=RUN:NODE: in its environment, and the first of its ancestors with that has been left to process 1. What
# other users' processes have there is not believed. It needs the functions of identity.sh, marked.sh and watchers.sh.

# parent_of PID: sets parent.
parent_of() {
    read_stat "$1" || return 1
    # shellcheck disable=SC2086 # numbers, to be split; the second is the parent
    set -- $stat
    parent=$2
}

# is_left PID: is it one of those, or does one of those wait for it?
is_left() {
    parent_of "$1" || return 1
    while :; do
        case " $found " in *" $parent "*) parent_of "$parent" || return 1 ;; *) break ;; esac
    done
    [ "$parent" = 1 ] && return
    # A user's own systemd takes over what its user's sessions leave behind.
    read -r name 2>/dev/null <"/proc/$parent/comm" && [ "$name" = systemd ]
}

marked VOLTA_RUN=
for pid in $found; do
    { owned "$pid" && sees_the_same "$pid" && is_left "$pid"; } || continue
    run=$({ tr '\0' '\n' <"/proc/$pid/environ" | sed -n 's/^VOLTA_RUN=\([^:]*\):.*/\1/p'; } 2>/dev/null)
    [ -n "$run" ] || continue
    command=$({ tr '\0\n' '  ' <"/proc/$pid/cmdline" | head -c 80; } 2>/dev/null)
    echo "$pid $run $command"
done
