# shellcheck shell=sh disable=SC2154 # set by identity.sh and unit.sh
# plain-stop.sh FOLDER HUNDREDTHS: asks the service of FOLDER to end, and ends what is left of it when so much time is over.
# Fails if something of it is left then.
does_not_end() {
    echo "${1##*/} does not end: processes${members:- $pid} are left" >&2
    exit 1
}

# What was started before its files were removed or moved.
[ -f "$1/run" ] || end_strays "$1" "$2" || does_not_end "$1"
cd "$1" 2>/dev/null || exit 0
take_turn
failure=
rm -f wanted || failure="the next boot of the node starts it again"
mend # what cannot be written keeps nobody from stopping it
read_mark
read_session
hundredths
end=$((now + $2))

# await HUNDREDTHS: until neither watcher nor program is there, or it is so late.
await() {
    while alive watcher || alive child; do
        hundredths
        [ "$now" -lt "$1" ] || return 1
        sleep 0.01
    done
}

watching=
! alive watcher || watching=$pid
if alive watcher || alive child; then
    kill -TERM "$pid" 2>/dev/null
    await $end || {
        alive watcher && kill -KILL "$pid"
        alive child && kill -KILL "$pid"
        await $((now + 200))
    }
fi
# The watcher has removed the mark if it saw that nothing is left.
before=$mark
read_mark
if [ -z "$before" ] || [ -n "$mark" ]; then
    hundredths
    if ! end_members $((end > now ? end - now : 0)) watcher || alive watcher || alive child; then
        does_not_end "$1"
    fi
    cgroup_drop cgroups && rm -f child watcher mark || exit 1
fi
# It has removed its files, and is about to end.
while [ -n "$watching" ] && runs "$watching" && [ "$now" -lt $((end + 200)) ]; do
    sleep 0.01
    hundredths
done
[ -z "$failure" ] || { echo "it was stopped, but $failure" >&2; exit 1; }
