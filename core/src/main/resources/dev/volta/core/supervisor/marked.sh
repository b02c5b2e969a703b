#!/bin/sh
# shellcheck disable=SC2034 # functions set what others use
# Functions to find processes by a variable of their environment, which whatever they start gets too; they need those of
# identity.sh.

# marked VARIABLE...: sets found to the pids of those that have one of these variables, NAME=VALUE. What grep is to find is
# not in its arguments, where everybody could read it.
marked() {
    marked_among '/proc/[0-9]*/environ' "$@"
}

# marked_among ENVIRONMENTS VARIABLE...: the same among those whose environments are these files, or match this pattern.
marked_among() {
    environments=$1
    shift
    found=
    read -r search </proc/sys/kernel/random/uuid
    variables=$(printf '%s\n' "$@")
    # shellcheck disable=SC2086 # files, to be split
    answer=$(
        VOLTA_SEARCH=$search grep -lszF -f - /proc/self/environ $environments <<PATTERNS
VOLTA_SEARCH=$search
$variables
PATTERNS
    )
    # It finds itself, or it takes an environment for a text and sees no more than its first variable.
    case $answer in
    /proc/self/*) ;;
    *) answer=$(marked_for_the_shell "$@") ;;
    esac
    for file in $answer; do
        file=${file#/proc/}
        file=${file%/environ}
        # The search itself has ended by now.
        [ "$file" = self ] || ! read_stat "$file" || found="$found $file"
    done
}

# marked_for_the_shell VARIABLE...: prints what grep should have; of environments; slowly, as a shell reads byte by
# byte. It drops zeros.
marked_for_the_shell() {
    for file in $environments; do
        while IFS= read -r line || [ -n "$line" ]; do
            for variable in "$@"; do
                case $line in *"$variable"*) echo "$file" ;; esac
            done
        done 2>/dev/null <"$file"
    done
}
