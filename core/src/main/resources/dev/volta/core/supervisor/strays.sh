#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to find what runs of services whose folder is gone, removed or moved; they need those of identity.sh, marked.sh,
# watchers.sh and unit.sh. What a watcher has started has VOLTA_SERVICE_FOLDER=FOLDER/ in its environment.

# watchers FOLDER: sets found to PID:NAME of each watcher of a service in FOLDER.
watchers() {
    found='' place=$1
    each_watcher add_watcher
}

add_watcher() { # PID FOLDER
    case $2 in
    "$place"/*/*) ;;
    "$place"/*) ! sees_the_same "$1" || found="$found $1:${2#"$place/"}" ;;
    esac
}

# orphans FOLDER: sets orphans to PID:NAME of each process that a watcher of a service in FOLDER has started.
orphans() {
    orphans=
    marked "VOLTA_SERVICE_FOLDER=$1/"
    for one in $found; do
        sees_the_same "$one" || continue
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in *"VOLTA_SERVICE_FOLDER=$1/"*) ;; *) continue ;; esac
            line=${line#*"VOLTA_SERVICE_FOLDER=$1/"}
            orphans="$orphans $one:${line%%/*}"
            break
        done 2>/dev/null <"/proc/$one/environ"
    done
}

# end_strays FOLDER HUNDREDTHS: asks what runs of the service of FOLDER to end, and ends it when so much time is over. Fails
# if something is left then, with members set.
end_strays() {
    hundredths
    end=$((now + $2))
    left=
    watchers "${1%/*}"
    for stray in $found; do
        [ "${stray#*:}" = "${1##*/}" ] || continue
        session=${stray%%:*}
        mark=$(tr '\0' '\n' <"/proc/$session/environ" | grep -xE 'VOLTA_WATCHER=[0-9a-f-]{36}')
        mark=${mark#*=}
        kill -TERM "$session" 2>/dev/null
        while runs "$session" && [ "$now" -lt $((end + 200)) ]; do
            [ "$now" -lt $end ] || kill -KILL "$session" 2>/dev/null
            sleep 0.01
            hundredths
        done
        end_members $((end > now ? end - now : 0)) watcher || left=$left$members
        [ -z "$mark" ] || rmdir /sys/fs/cgroup/"volta-${1##*/}-${mark%%-*}" /sys/fs/cgroup/*/"volta-${1##*/}-${mark%%-*}" 2>/dev/null
    done
    mark='' session='' lost=$1
    hundredths
    end_members $((end > now ? end - now : 0)) || left=$left$members
    lost=
    members=$left
    [ -z "$members" ]
}
