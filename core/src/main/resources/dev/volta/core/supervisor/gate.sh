# shellcheck shell=sh disable=SC2034,SC2154 # set by functions of one supervisor
# gate.sh UNIT PATIENCE STAYS LIMIT KIND [WORD]...: waits up to PATIENCE until UNIT runs, has been up for STAYS, and a check of
# it passes; all in hundredths of a second. Each try of the check ends after LIMIT seconds. The check is one of
#
#     none                no check
#     tcp PORT            a process of the unit listens there
#     http URL [PORT]     it answers 2xx, all of it or 1 MiB, after which nobody reads on; with PORT, which it is on here,
#                         from a process of the unit. Redirections are not followed, but where there is only busybox's wget.
#     socket PATH         a process of the unit accepts there
#     command PROGRAM...  it exits with 0, with the variables of the unit
#
# Without UNIT, whoever answers will do. Prints "open", "closed", or "unable" where the check cannot be carried out at all; in
# a second line of the unit: state, pid, restarts, restarts at first, hundredths that it is up, last exit status; and then
# why it is not open.
# The pause between two tries grows, because each takes processes, and what is waited for needs the processor too.
unit=$1 patience=$2 stays=$3 limit=$4 kind=$5
shift 5
at=$PWD
out=
most_bytes=1048576 # of the body of an answer
trap '[ -z "$out" ] || rm -f -- "$out"' EXIT

unable() {
    echo unable
    echo
    echo "$*"
    exit
}

# pause_for HUNDREDTHS
pause_for() {
    sleep "$(($1 / 100)).$(($1 / 10 % 10))$(($1 % 10))"
}

# listening PORT [ADDRESSES]: sets found to inode and owner of each socket that listens there, at one of these addresses if
# they are given; and inodes to all inodes. They show without being connected to (proc_pid_net(5)).
listening() {
    inodes='' owner=''
    found=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v port=":$(printf %04X "$1")\$" -v at="^(${2:-.*}):" '$4 == "0A" && $2 ~ port && $2 ~ at { print $10, $8 }')
    # shellcheck disable=SC2086 # numbers, to be split
    set -- $found
    while [ $# -gt 1 ]; do
        inodes=${inodes:+$inodes|}$1 owner=$2
        shift 2
    done
}

# addresses URL: sets at_addresses to those of sockets that can answer to URL on this node, in the words of proc_pid_net(5),
# separated by "|". Any may where the host of URL is written in another way.
addresses() {
    host=${1#*://}
    host=${host%%/*}
    host=${host##*@}
    case $host in
    "["*) host=${host%%]*} && host=${host#"["} ;;
    *) host=${host%%:*} ;;
    esac
    any=00000000 any6=00000000000000000000000000000000 one6=00000000000000000000000001000000
    mapped=0000000000000000FFFF0000
    case $host in
    localhost) at_addresses="0100007F|${mapped}0100007F|$one6|$any|$any6" ;;
    ::1 | ::) at_addresses="$one6|$any6" ;;
    0.0.0.0) at_addresses="0100007F|${mapped}0100007F|$any|$any6" ;;
    *.*.*.*)
        # shellcheck disable=SC2046 # numbers, to be split
        set -- $(echo "$host" | tr . ' ')
        at_addresses=$(printf %02X%02X%02X%02X "$4" "$3" "$2" "$1")
        at_addresses="$at_addresses|$mapped$at_addresses|$any|$any6"
        ;;
    *) at_addresses='.*' ;;
    esac
}

# holds PIDS: has one of these processes one of the sockets inodes?
holds() {
    [ -n "$1" ] || return 1
    # shellcheck disable=SC2010,SC2046,SC2086 # numbers, to be split; the names are those of the kernel
    ls -l $(printf '/proc/%s/fd ' $1) 2>/dev/null | grep -qE -- "-> socket:\[($inodes)\]\$"
}

# descends PID: is it the program of the unit, or has it been started by it?
descends() {
    ancestor=$1
    while [ "${ancestor:-0}" -gt 1 ]; do
        [ "$ancestor" != "$pid" ] || return 0
        read_stat "$ancestor" || return 1
        # shellcheck disable=SC2086 # numbers, to be split
        set -- $stat
        ancestor=$2
    done
    return 1
}

# belongs PID: is it one of the unit's?
belongs() {
    [ "$1" != "$pid" ] || return 0
    processes
    case " $members " in *" $1 "*) return 0 ;; esac
    descends "$1"
}

# described PID: prints what a person calls it.
described() {
    comm=
    read -r comm 2>/dev/null <"/proc/$1/comm"
    echo "process $1 ($comm)"
}

# frozen_why: prints what is wrong with a program that is frozen, and what helps.
frozen_why() {
    echo "its program is stopped by a signal; kill -CONT $pid lets it go on"
}

# held WHAT: are the sockets inodes of a process of the unit? Else why says whose they are.
held() {
    [ -n "$unit" ] || return 0
    look "$unit"
    [ "$state" != frozen ] || { why=$(frozen_why) && return 1; }
    [ "$state" = running ] || { why="it does not run" && return 1; }
    holds "$pid" && return
    processes
    holds "$members" && return
    # shellcheck disable=SC2012 # the names are those of the kernel
    holder=$(ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v inodes="|$inodes|" '
        /^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/"); holder = part[3] }
        match($0, /-> socket:\[[0-9]+\]$/) {
            if (index(inodes, "|" substr($0, RSTART + 11, RLENGTH - 12) "|")) { print holder; exit }
        }')
    if [ -n "$holder" ]; then
        descends "$holder" && return
        why="$1 is held by $(described "$holder"), which does not belong to it"
    elif ! [ -r "/proc/$pid/fd" ] && [ "$(stat -c %u "/proc/$pid")" = "$owner" ]; then
        return 0 # Its open files are not shown, as of a program with capabilities.
    else
        why="$1 is held by a process of user $owner that cannot be seen, and not by it"
    fi
    return 1
}

# there: sets there to the folders of all processes.
there() {
    set -- /proc/[0-9]*
    there=" $* "
}

# newcomers BEFORE: sets newcomers to the environments of the processes that were not there before. One with the number of
# another that has ended since is taken for that: numbers come again only after thousands of others.
newcomers() {
    newcomers=
    for process in /proc/[0-9]*; do
        case $1 in *" $process "*) ;; *) newcomers="$newcomers $process/environ" ;; esac
    done
}

# attempt PROGRAM...: runs it for LIMIT seconds at most, and ends whatever it has started. Sets said to what it printed last.
attempt() {
    [ -n "$out" ] || out=$(mktemp 2>/dev/null) || out=
    read -r check </proc/sys/kernel/random/uuid
    there
    hundredths
    began=$now
    # In a session of its own, whose process group is ended with it.
    (
        cd "$at" || exit
        VOLTA_CHECK=$check
        export VOLTA_CHECK
        exec setsid timeout -s KILL "$limit" "$@" </dev/null >"${out:-/dev/null}" 2>&1
    ) &
    group=$!
    wait $group
    ended=$?
    kill -KILL "-$group" 2>/dev/null
    hundredths
    said=
    [ -z "$out" ] || said=$(tail -n 3 "$out")
    case $ended in
    124 | 137) [ $((now - began)) -lt $((limit * 100)) ] || said="it did not end within $limit s${said:+: $said}" ;;
    esac
    # What leads a session of its own; again for what one of them starts meanwhile. To read all environments takes a slow
    # node seconds.
    for _ in 1 2 3; do
        newcomers "$there"
        [ -n "$newcomers" ] || break
        marked_among "$newcomers" "VOLTA_CHECK=$check"
        [ -n "$found" ] || break
        # shellcheck disable=SC2086 # numbers, to be split
        kill -KILL $found 2>/dev/null
    done
    return $ended
}

check_none() {
    return 0
}

check_tcp() {
    listening "$1"
    [ -n "$inodes" ] || { why="nothing listens there" && return 1; }
    held "port $1"
}

check_http() {
    before=
    if [ -n "$2" ]; then
        addresses "$1"
        listening "$2" "$at_addresses"
        before=$found
    fi
    if [ -n "$curl" ]; then
        # A body goes to head, which takes so much of it; curl then tells the status and fails with 23.
        answer=$(
            trap '' PIPE
            {
                {
                    curl -sS -o /proc/self/fd/3 --noproxy '*' --max-time "$limit" -w '\n%{http_code}' -- "$1" \
                        3>&1 >&4 2>&4
                    echo "/$?" >&4
                } | head -c "$most_bytes" >/dev/null
            } 4>&1
        )
        ended=${answer##*/}
        answer=${answer%/*}
        code=${answer##*"
"}
        case $ended:$code in
        0:2?? | 23:2??) ;;
        0:* | 23:[3-9]??) why="HTTP $code" && return 1 ;;
        *) why=${answer%"
"*} && return 1 ;;
        esac
    else
        # Unlike curl, it does not tell the status; but it prints the body of no other answer.
        # shellcheck disable=SC2016 # parameters of that shell
        http_proxy='' https_proxy='' attempt sh -c '
            trap "" PIPE
            {
                {
                    wget -q -O - -T "$1" -t 1 $4 "$2" 3>&-
                    echo "ended $?" >&3
                } | head -c "$3" | { echo "bytes $(wc -c)" >&3; }
            } 3>&1 | {
                fine=
                while read -r key number; do
                    case $key:$number in ended:0 | "bytes:$3") fine=yes ;; esac
                done
                [ -n "$fine" ]
            }' sh "$limit" "$1" "$most_bytes" "$redirections" || {
            why=${said:-it does not answer 2xx}
            return 1
        }
    fi
    [ -n "$2" ] || return 0
    listening "$2" "$at_addresses"
    [ "$found" != "$before" ] || before=
    all_held "port $2"
}

# all_held WHAT: is each of the sockets before and found, of which any may have answered, held by a process of the unit? Where
# there is none, what answers is not in this namespace, and cannot be known.
all_held() {
    what=$1
    # shellcheck disable=SC2086 # numbers, to be split
    set -- $before $found
    while [ $# -gt 1 ]; do
        inodes=$1 owner=$2
        shift 2
        held "$what" || return 1
    done
}

check_socket() {
    [ -S "$1" ] || { why="it is not there" && return 1; }
    case $connector in
    perl)
        peer=$(perl -MSocket -e '
            alarm shift;
            my $s;
            socket($s, AF_UNIX, SOCK_STREAM, 0) && connect($s, sockaddr_un(shift)) or exit 1;
            my $peer = eval { getsockopt($s, SOL_SOCKET, SO_PEERCRED()) };
            print $peer ? unpack("i", $peer) : 0;' "$limit" "$1" 2>/dev/null)
        ;;
    python3)
        peer=$(python3 -c '
import socket, struct, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(int(sys.argv[1]))
s.connect(sys.argv[2])
print(struct.unpack("3i", s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])' "$limit" "$1" 2>/dev/null)
        ;;
    *) peer=0 ;; # where nothing can connect, it has to do that it is there
    esac
    [ -n "$peer" ] || { why="it accepts no connection" && return 1; }
    [ -n "$unit" ] || return 0
    look "$unit"
    [ "$state" = running ] || { why="it does not run" && return 1; }
    if [ "$peer" != 0 ] && [ -d "/proc/$peer" ]; then
        belongs "$peer" && return
        why="it is held by $(described "$peer"), which does not belong to it"
        return 1
    fi
    # Whoever made it is not known, or has ended.
    [ -z "$born" ] || [ -z "$(find "$born" -prune -newer "$1")" ] || {
        why="it was there before the program"
        return 1
    }
}

# In the environment of the service, by a shell of its own: its variables may have any names.
check_command() {
    [ -z "$unit" ] || variables_of "$unit"
    # shellcheck disable=SC2016 # parameters of that shell
    attempt sh -c '[ ! -f "$1" ] || { set -a && . "$1" && set +a; }; shift; exec "$@"' sh "$variables_file" "$@" && return
    why=$said
    return 1
}

curl=
redirections=
connector=
case $kind in
http)
    if command -v curl >/dev/null; then
        curl=yes
    elif ! command -v wget >/dev/null; then
        unable "neither curl nor wget is installed there"
    else
        # That of busybox knows no such option.
        case $(wget --help 2>&1) in *--max-redirect*) redirections=--max-redirect=0 ;; esac
    fi
    ;;
command) command -v timeout >/dev/null || unable "timeout(1) is not installed there" ;;
socket)
    for connector in perl python3 ''; do
        if [ -z "$connector" ] || command -v $connector >/dev/null; then break; fi
    done
    ;;
esac

state='' pid='' up=0 status='' restarts=0 born='' variables_file=''
hundredths
end=$((now + patience))
due=$((now + look_every))
first=
verdict=closed
pause=5
tries=0
if [ "$kind" = none ] && [ "$look_every" -gt 0 ]; then pause_for $((stays < 150 ? stays : 150)); fi
while :; do
    why=
    remaining=
    hundredths
    if [ -n "$unit" ] && [ "$now" -ge $due ]; then
        look "$unit"
        due=$((now + look_every))
    fi
    case $state in
    running | '')
        if "check_$kind" "$@"; then
            [ -z "$unit" ] || look "$unit"
            if [ "$state" = running ] || [ -z "$unit" ]; then
                remaining=$((stays - up))
                if [ $remaining -le 0 ] || [ -z "$unit" ]; then
                    verdict=open
                    break
                fi
                [ $remaining -le "$stays" ] || remaining=$stays # whatever the clock says
                why="it has not been up for long"
            fi
        fi
        ;;
    waiting) why="it has ended and is to be started again" ;;
    frozen) why=$(frozen_why) && break ;;
    *) break ;;
    esac
    [ -z "$state" ] || first=${first:-$restarts} # before the first look they are not known
    hundredths
    [ $((restarts - ${first:-0})) -lt 3 ] || break
    # A program that began in time may take longer to show that it stays: now - up is when it began.
    [ "$now" -lt $end ] || { [ -n "$remaining" ] && [ $((now - up)) -le $end ]; } || break
    tries=$((tries + 1))
    case $tries in 10) pause=20 ;; 20) pause=50 ;; esac
    pause_for "${remaining:-$pause}"
done
[ $verdict = open ] || [ -z "$unit" ] || look "$unit"
echo $verdict
echo "$state|$pid|$restarts|${first:-$restarts}|$up|$status"
printf '%s\n' "$why"
