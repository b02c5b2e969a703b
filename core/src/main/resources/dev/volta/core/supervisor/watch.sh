#!/bin/sh
# watch.sh FOLDER: runs FOLDER/run again and again until it exits with 0 or this watcher is told to stop. It is never run
# again beside what an earlier run has left: that is ended first.
# Finds in FOLDER: functions.sh, mark, cgroups, a list of those that the service belongs into, if it has any, and settings,
# which sets work, the folder that it runs in; log, where its output goes if that is not FOLDER/log; and log_bytes, which that
# may have when it is looked at every log_seconds: the rest goes to a file beside it, or is dropped.
# A service that ended by itself is not wanted any more; one that is told to stop, as by a shutdown, still is.
# Leaves in FOLDER: watcher and child (identity: pid, start time, boot id, PID namespace), restarts, ended (the last exit
# status, and how many seconds the run has taken, if it was not told to stop), log, and oom, how many processes were killed
# for want of memory, if any were. The program runs only if child could be written: nothing runs that cannot be found.
# Descriptor 3 is told that it was started, or why not.
# shellcheck disable=SC2034,SC2154 # functions.sh and settings set, and read, variables
exec 2>&3
cd "$1" || exit 1
dir=$1
# shellcheck source=/dev/null
. ./functions.sh
# shellcheck source=/dev/null
. ./settings
unset VOLTA_WATCHER

tell() {
    echo "volta: $*" >>log
}

tell_oom() {
    oom_kills cgroups
    if [ "${kills:-0}" -gt "$oom" ]; then
        oom=$kills
        publish oom "$oom"
        tell "out of memory: killed by the kernel, because it used more memory than it may"
    fi
}

stop() {
    stopping=yes
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
    [ -z "$resting" ] || kill -TERM "$resting" 2>/dev/null
}

# bound_log: puts the end of a long log into the file LOG.1 and empties it, also where there is no room for that. The program
# goes on in the same file; what it writes in between is lost.
bound_log() {
    size=$(stat -L -c %s log 2>/dev/null)
    [ "${size:-0}" -gt "$log_bytes" ] || return 0
    file=${log:-$dir/log}
    rm -f -- "$file.1.new"
    if tail -c "$log_bytes" -- "$file" 2>/dev/null >"$file.1.new"; then mv -f -- "$file.1.new" "$file.1"; fi
    rm -f -- "$file.1.new"
    true >"$file"
    tell "its log was longer than $log_bytes bytes; what was in it is in $file.1"
}

# doze: until the log is to be looked at again. It is in no session of the service, which would wait for its end.
doze() {
    (cd / && exec setsid sleep "$log_seconds") </dev/null >/dev/null 2>&1 &
    dozing=$!
}

# wake: ends that. Shells tell of what was ended by another signal than SIGPIPE; where that is ignored, SIGTERM is next.
wake() {
    { kill -PIPE $dozing; kill -TERM $dozing; wait $dozing; } 2>/dev/null
}

rest() { # rest SECONDS
    [ "$1" -gt 0 ] && [ -z "$stopping" ] || return 0
    sleep "$1" &
    resting=$!
    wait $resting
    resting=
}

become() { # in a shell of its own, which becomes the program
    read -r self rest </proc/self/stat
    if ! { identify "$self" && publish child "$identity" && cgroup_join cgroups && cd -P -- "$work"; }; then
        rm -f "$dir/child" # which would say that the program was started
        exit 125
    fi
    exec 2>&1
    [ -z "$first" ] || echo started >&3
    VOLTA_SERVICE=$mark
    VOLTA_SERVICE_FOLDER=$dir/
    export VOLTA_SERVICE VOLTA_SERVICE_FOLDER
    # shellcheck disable=SC2086 # words of a command, or none
    exec $heeding sh "$dir/run" 3>&-
}

# What a shell starts in the background ignores SIGINT and SIGQUIT, and so would a service. Not every env can change that.
heeding='env --default-signal=INT,QUIT'
$heeding true 2>/dev/null || heeding=

child=
resting=
stopping=
restarts=0
pause=0
oom=0
first=yes
read_mark
session=$$
trap stop TERM INT HUP
trap : CHLD # so that wait returns whenever something ends
if ! { identify $$ && publish watcher "$identity" && publish restarts 0; }; then
    rm -f watcher
    exit 1
fi
if [ -f cgroups ]; then
    # Not with whoever has started this, who may end before.
    read -r cgroup <cgroups
    { echo 0 >"${cgroup%/*}/cgroup.procs"; } 2>/dev/null
fi
while [ -z "$stopping" ]; do
    if ! cgroups_are_there cgroups; then
        # They had no processes while it waited, so anybody who may could remove them.
        if ! cgroups_make "volta-${dir##*/}-${mark%%-*}" || ! publish_cgroups; then
            tell "not started again: its cgroup was removed, and cannot be made anew; tried once more in 5 s"
            rest 5
            continue
        fi
    fi
    [ -n "$first" ] || bound_log
    hundredths
    began=$now
    become >>log </dev/null &
    child=$!
    exec 2>&1 3>&-
    doze
    while wait $child; status=$?; read_stat $child && is_child_of $$; do
        runs $dozing || { bound_log && doze; }
    done
    # 128 + SIGCHLD: what it returns when the program's own end has woken it.
    [ $status -ne 145 ] || { wait $child; status=$?; }
    wake
    exists child # sets pid to the one that it holds
    if torn child; then
        tell "$dir/child was damaged"
    elif [ "$pid" != $child ]; then
        # It could not write down who it is, or not go where the program runs, and so is not the program.
        child=
        [ -z "$first" ] || break
        tell "not started again: it cannot write in $dir or go to $work; tried once more in 5 s"
        rest 5
        continue
    fi
    child=
    first=
    hundredths
    tell_oom
    if [ -n "$stopping" ]; then
        publish ended "$status"
    else
        publish ended "$status $(((now - began) / 100))"
    fi
    until end_members 100; do
        tell "its processes$members do not end"
        if [ "$status" -eq 0 ] || [ -n "$stopping" ]; then break; fi
        rest 5
    done
    [ -z "$stopping" ] || break
    [ "$status" -ne 0 ] || { rm -f wanted; break; }
    if [ $restarts -gt 0 ] && [ $((now - began)) -lt 1000 ]; then
        pause=$((pause < 5 ? pause + 1 : 5))
    else
        pause=0
    fi
    restarts=$((restarts + 1))
    publish restarts $restarts
    tell "ended with status $status; restart $restarts in $pause s"
    rest $pause
done
members
if [ -z "$members" ]; then
    cgroup_drop cgroups && rm -f child watcher mark && exit
fi
rm -f child watcher
