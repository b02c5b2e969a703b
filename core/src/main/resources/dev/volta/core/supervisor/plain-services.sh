# shellcheck shell=sh disable=SC2154 # set by identity.sh, unit.sh, damage.sh and strays.sh
# plain-services.sh FOLDER: a line for each service below FOLDER: name, sums of run and env, state, pid, restarts, seconds
# that it is up, bytes of memory, processes killed for want of it, last exit status, seconds that its last run took if it
# ended by itself, names of its files that are damaged, pid of its watcher if that is stopped as by SIGSTOP. What is not known
# is empty. So is the line of a service that runs but has no folder any more, but for name, state, which is astray, and the
# pid of a process.
watchers "$1"
strays=$found
here=$1
shift
if cd "$here" 2>/dev/null; then
    folder=$PWD
    for service in *; do
        [ ! -f "$service/run" ] || set -- "$@" "$service/run" "$service/env"
    done
fi
if [ $# = 0 ]; then
    orphans "$here"
    strays=$strays$orphans
fi
told=' '
for stray in $strays; do
    name=${stray#*:}
    case $told in *" $name "*) continue ;; esac
    if [ ! -f "$here/$name/run" ] && runs "${stray%%:*}"; then
        echo "$name||astray|${stray%%:*}||||||||"
        told="$told$name "
    fi
done
[ $# -gt 0 ] || exit 0
hundredths
seen=$now
last=

# number FILE: sets number to what FILE holds, and more to a second one; to nothing what is no number.
number() {
    number='' more=''
    [ ! -f "$1" ] || read -r number more <"$1"
    case $number in *[!0-9]*) number= ;; esac
    case $more in *[!0-9]*) more= ;; esac
}

# resident PID: sets memory to the bytes that a process has in memory.
resident() {
    while read -r key size rest; do
        [ "$key" != VmRSS: ] || { memory=$((size * 1024)) && break; }
    done 2>/dev/null <"/proc/$1/status"
}

report() { # report SERVICE SUMS
    cd "$folder/$1" || return
    state=stopped up='' memory='' stuck=''
    oom_kills cgroups
    number oom
    kills=${kills:-$number}
    damages
    if watched; then
        state=running
        ! frozen || stuck=$pid
        if started "$pid"; then
            ! frozen || state=frozen
            up=$(((seen - start) / 100))
            cgroup_memory cgroups
            [ -n "$memory" ] || resident "$pid"
        else
            pid=0
        fi
    elif alive child; then
        state=unwatched
    else
        pid=
        read_mark
        read_session
        members
        for member in $members; do state=unwatched pid=$member && break; done
    fi
    number restarts
    restarts=$number
    number ended
    echo "$1|$2|$state|$pid|$restarts|$up|$memory|$kills|$number|$more|${damaged# }|$stuck"
}

sums=
for word in $(sha256sum -- "$@" 2>/dev/null); do
    case $word in
    */run)
        [ -z "$last" ] || report "$last" "$sums"
        last=${word%/run}
        sums=$sum
        ;;
    */env) sums="$sums $sum" ;;
    *) sum=$word ;;
    esac
done
[ -z "$last" ] || report "$last" "$sums"
