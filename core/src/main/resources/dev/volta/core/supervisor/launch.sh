#!/bin/sh
# launch.sh FOLDER: starts the service of FOLDER, unless it runs, and returns when its program has been started.
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

# The node's boot may start it at the same time as somebody else.
exec 9>turn
! command -v flock >/dev/null || flock 9
alive watcher && exit 0
alive child && { echo "$1 runs, and nobody watches it; stop it first" >&2; exit 1; }
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
