#!/bin/sh
# launch.sh FOLDER: starts the service of FOLDER, if it is wanted and does not run, and returns when its program has been
# started. launch.sh FOLDER held: the same for a caller that has the service's turn already, and has seen to all that.
# launch.sh FOLDER held|- alike: the same, where environment, signals and limits are those of every start.
# Finds there: run, env, watch.sh, functions.sh, log, which may be a link, login, as login.sh writes it, and settings, which
# sets what is used below:
# memory (bytes), quota and period (microseconds of processor time, of how many), all empty without a limit; work, the
# folder that the program runs in; log, what the link leads to, or empty.
# Leaves there what watch.sh does, mark, and cgroups.
# shellcheck disable=SC2034,SC2154 # functions.sh and settings set, and read, variables
umask 077 # at the node's boot too

# restore_limits LINES: for each limit its letter in ulimit, the soft and the hard one. Only root can raise a hard one again.
# shellcheck disable=SC3045 # dash, bash and busybox know them
restore_limits() {
    while read -r letter && read -r soft && read -r hard; do
        # A hard one cannot go below the soft one, nor a soft one above the hard one.
        ulimit -H "-$letter" "$hard" 2>/dev/null
        ulimit -S "-$letter" "$soft" 2>/dev/null ||
            echo "$folder: its limit of ulimit -$letter was $soft when it was deployed, and cannot be so now" >&2
        ulimit -H "-$letter" "$hard" 2>/dev/null
    done <<LIMITS
$1
LIMITS
}
ulimits=
cd "$1" || exit 1
if [ "$3" != alike ]; then
    folder=$1 turn=${2:--}
    set --
    # shellcheck source=/dev/null
    [ ! -f login ] || . ./login
    [ "$turn" = held ] || restore_limits "$ulimits"
    # What the caller ignores, the program would ignore. Not every env can change that.
    signals=--default-signal
    env $signals true 2>/dev/null || signals=
    # shellcheck disable=SC2086 # a word or none
    exec env -i $signals "$@" ${VOLTA_RUN:+"VOLTA_RUN=$VOLTA_RUN"} sh ./launch.sh "$folder" "$turn" alike
fi
# shellcheck source=/dev/null
. ./functions.sh

fail() {
    echo "$*" >&2
    exit 1
}

if [ "$2" != held ]; then
    take_turn
    exit_if_running
    [ -f wanted ] || exit 0
fi
memory='' quota='' period='' work='' log=''
# shellcheck source=/dev/null
. ./settings
[ -n "$work" ] || fail "$1/settings is damaged"

# Never beside what an earlier start has left.
read_mark
read_session
end_members 100 watcher || fail "processes of an earlier start do not end:$members"
cgroup_drop cgroups || exit 1
rm -f child watcher ended oom limits || exit 1
make_mark || exit 1

cgroups_make "volta-${1##*/}-${mark%%-*}" || exit 1
publish_cgroups || { cgroups_unmake processes && exit 1; }

for folder in "$work" "${log%/*}"; do
    [ -z "$folder" ] || [ -d "$folder" ] || mkdir -p -- "$folder" || exit 1
done
unset VOLTA_RUN VOLTA_SERVICE VOLTA_SERVICE_FOLDER
said=$(VOLTA_WATCHER=$mark setsid sh ./watch.sh "$1" </dev/null 3>&1 >>log 2>&1 9>&- &)
[ "$said" = started ] || fail "it was not started: ${said:-its watcher has ended}"
