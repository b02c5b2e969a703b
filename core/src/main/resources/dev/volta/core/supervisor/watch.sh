#!/bin/sh
# watch.sh FOLDER: runs FOLDER/run again and again until it exits with 0 or this watcher is told to stop.
# Finds in FOLDER: functions.sh, and cgroups, a list of those that the service belongs into; there is none without limits.
# A service that ended by itself is not wanted any more; one that is told to stop, as by a shutdown, still is.
# Leaves in FOLDER: watcher and child (identity: pid, start time, boot id), restarts, ended (last exit status), log, and
# oom, how many processes were killed for want of memory, if any were.
set -f
cd "$1" || exit 1
# shellcheck source=/dev/null
. ./functions.sh

publish() { # publish NAME TEXT: at once and whole
    echo "$2" >".$1.new" && mv ".$1.new" "$1"
}

tell_oom() {
    kills=$(oom_kills cgroups)
    if [ "${kills:-0}" -gt "$oom" ]; then
        oom=$kills
        publish oom "$oom"
        echo "volta: out of memory: killed by the kernel, because it used more memory than it may" >>log
    fi
}

stop() {
    stopping=yes
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}

child=
stopping=
restarts=0
pause=0
oom=0
trap stop TERM INT HUP
publish watcher "$(identity $$)"
publish restarts 0
while [ -z "$stopping" ]; do
    started=$(date +%s)
    (cgroup_join cgroups && exec sh ./run) >>log 2>&1 </dev/null &
    child=$!
    publish child "$(identity $child)"
    while wait $child; status=$?; kill -0 $child 2>/dev/null; do :; done
    child=
    tell_oom
    publish ended "$status"
    [ -z "$stopping" ] || break
    [ "$status" -ne 0 ] || { rm -f wanted; break; }
    if [ $restarts -gt 0 ] && [ $(($(date +%s) - started)) -lt 10 ]; then
        pause=$((pause < 5 ? pause + 1 : 5))
    else
        pause=0
    fi
    restarts=$((restarts + 1))
    publish restarts $restarts
    echo "volta: ended with status $status; restart $restarts in $pause s" >>log
    sleep "$pause" &
    wait $!
done
cgroup_end cgroups >>log 2>&1
rm -f child watcher
