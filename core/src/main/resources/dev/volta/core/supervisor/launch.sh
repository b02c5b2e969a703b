#!/bin/sh
# launch.sh FOLDER: starts the service of FOLDER, if it is wanted and does not run, and returns when its program has been
# started. launch.sh FOLDER held: the same for a caller that has the service's turn already, and has seen to all that.
# Finds there: run, env, watch.sh, functions.sh, log, which may be a link, and settings, which sets what is used below:
# memory (bytes), quota and period (microseconds of processor time, of how many), all empty without a limit; work, the
# folder that the program runs in; log, what the link leads to, or empty.
# Leaves there what watch.sh does, mark, and cgroups.
# shellcheck disable=SC2034,SC2154 # functions.sh and settings set, and read, variables
umask 077 # at the node's boot too
cd "$1" || exit 1
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
