#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to find what runs of services whose folder is gone, removed or moved; they need those of identity.sh, marked.sh,
# cgroup.sh, watchers.sh and unit.sh. What a watcher has started has VOLTA_SERVICE_FOLDER=FOLDER/ in its environment. Only
# processes of this user are believed, and only names that a service can have.

# watchers FOLDER: sets found to PID:NAME of each watcher of a service in FOLDER.
watchers() {
    found='' place=$1
    each_watcher add_watcher
}

add_watcher() { # PID FOLDER
    case $2 in
    "$place"/*) ! is_name "${2#"$place/"}" || ! sees_the_same "$1" || found="$found $1:${2#"$place/"}" ;;
    esac
}

# is_name WORD: can a service be called so?
is_name() {
    case $1 in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) false ;; esac
}

# orphans FOLDER: sets orphans to PID:NAME of each process that a watcher of a service in FOLDER has started.
orphans() {
    orphans=
    marked "VOLTA_SERVICE_FOLDER=$1/"
    for one in $found; do
        { owned "$one" && sees_the_same "$one"; } || continue
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in *"VOLTA_SERVICE_FOLDER=$1/"*) ;; *) continue ;; esac
            line=${line#*"VOLTA_SERVICE_FOLDER=$1/"}
            ! is_name "${line%%/*}" || orphans="$orphans $one:${line%%/*}"
            break
        done 2>/dev/null <"/proc/$one/environ"
    done
}

# find_lost FOLDER: sets watching to the watchers of the service of FOLDER, and lost_cgroups to the cgroups that they and what
# they have started tell of: what has cleared its environment and left the session is in those alone.
find_lost() {
    watching='' lost_cgroups=''
    watchers "${1%/*}"
    for stray in $found; do
        [ "${stray#*:}" = "${1##*/}" ] || continue
        watching="$watching ${stray%%:*}"
        add_lost_cgroups "${stray%%:*}" WATCHER "${1##*/}"
    done
    marked "VOLTA_SERVICE_FOLDER=$1/"
    for one in $found; do
        ! owned "$one" || ! sees_the_same "$one" || add_lost_cgroups "$one" SERVICE "${1##*/}"
    done
}

add_lost_cgroups() { # PID WATCHER|SERVICE NAME
    mark_of "$1" "$2"
    cgroups_of "$3" "$mark"
    for cgroup in $cgroups; do
        case " $lost_cgroups " in *" $cgroup "*) ;; *) lost_cgroups="$lost_cgroups $cgroup" ;; esac
    done
}

# end_strays FOLDER HUNDREDTHS: asks what runs of the service of FOLDER to end, and ends it when so much time is over. Fails
# if something is left then, with members set.
end_strays() {
    hundredths
    end=$((now + $2))
    left=
    find_lost "$1"
    for session in $watching; do
        mark_of "$session" WATCHER
        kill -TERM "$session" 2>/dev/null
        while runs "$session" && [ "$now" -lt $((end + 200)) ]; do
            [ "$now" -lt $end ] || kill -KILL "$session" 2>/dev/null
            sleep 0.01
            hundredths
        done
        end_members $((end > now ? end - now : 0)) watcher || left=$left$members
    done
    mark='' session='' lost=$1
    hundredths
    end_members $((end > now ? end - now : 0)) || left=$left$members
    for cgroup in $lost_cgroups; do cgroup_end "$cgroup"; done
    lost='' lost_cgroups=''
    members=$left
    [ -z "$members" ]
}
