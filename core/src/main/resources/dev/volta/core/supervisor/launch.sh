#!/bin/sh
# launch.sh FOLDER: starts the service of FOLDER, if it is wanted and does not run, and returns when its program has been
# started. launch.sh FOLDER held: the same for a caller that has the service's turn already, and has seen to all that.
# Finds there: run, watch.sh, functions.sh, limits (bytes of memory, microseconds of processor time, of how many, a line
# each, empty without a limit), and log, which may be a link. Leaves there what watch.sh does, and cgroups.
set -f
umask 077 # at the node's boot too
cd "$1" || exit 1
# shellcheck source=/dev/null
. ./functions.sh

unlimited() { # unlimited WHAT
    [ -z "$cgroup" ] || echo "$cgroup" >>cgroups
    cgroup_end cgroups
    echo "cannot limit its $1" >&2
    exit 1
}

if [ "$2" != held ]; then
    take_turn
    exit_if_running
    [ -f wanted ] || exit 0
fi
cgroup_end cgroups || exit 1
rm -f child ended oom
[ ! -L log ] || mkdir -p "$(dirname "$(readlink log)")" || exit 1
{ read -r memory; read -r quota; read -r period; } <limits
cgroup=
name=volta-$(printf %s "$1" | cksum | cut -d ' ' -f 1)-${1##*/}
if [ -n "$memory" ]; then
    limit_memory "$name" "$memory" || unlimited memory
    echo "$cgroup" >>cgroups
fi
if [ -n "$quota" ]; then
    limit_cpu "$name" "$quota" "$period" || unlimited processors
    grep -qxF "$cgroup" cgroups 2>/dev/null || echo "$cgroup" >>cgroups
fi
setsid sh ./watch.sh "$1" </dev/null >>log 2>&1 9>&- &
tries=0
until [ -f child ] || [ -f ended ]; do
    tries=$((tries + 1))
    [ $tries -lt 500 ] || { echo "the watcher did not start" >&2; exit 1; }
    sleep 0.01
done
