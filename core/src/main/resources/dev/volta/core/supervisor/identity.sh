#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions set what others use
# Functions to know a process by more than its id, which the kernel gives out again: pid, start time, boot id, and the PID
# namespace that its id counts in. They start no process themselves, since one takes up to a tenth of a second on an
# emulated node.

# read_stat PID: sets stat to what proc_pid_stat(5) has behind the command name, which stands in parentheses and may hold
# anything, line ends too; fails if there is no such process.
read_stat() {
    stat=
    while IFS= read -r line; do stat=$stat$line; done 2>/dev/null <"/proc/$1/stat"
    stat=${stat##*) }
    [ -n "$stat" ]
}

# read_space: sets space_now to the start time of process 1, which tells the PID namespaces of one boot apart; to - if it is
# hidden from this user (hidepid in proc(5)).
read_space() {
    space_now=-
    read_stat 1 || return 0
    # shellcheck disable=SC2086 # numbers, to be split; the 20th is the start time
    set -- $stat
    space_now=${20}
}

# is_here SPACE: whether SPACE is this namespace; it is where that is not known.
is_here() {
    read_space
    case $1 in '' | - | "$space_now") ;; *) [ "$space_now" = - ] ;; esac
}

# identify PID: sets identity to that of a process; fails if there is none.
identify() {
    read_space
    read_stat "$1" || return 1
    read -r boot_now </proc/sys/kernel/random/boot_id
    # shellcheck disable=SC2086 # numbers, to be split; the 20th is the start time
    set -- "$1" $stat
    identity="$1 ${21} $boot_now $space_now"
}

# exists FILE: is the process whose identity FILE holds still known, be it as one that has ended and was not waited for?
# Sets pid, start and space. Half an identity names nobody, and one of another namespace nobody here. Before namespaces were
# written down, identities had three words.
exists() {
    pid='' start='' boot='' space=''
    [ -f "$1" ] && read -r pid start boot space <"$1"
    case $pid:$start in :* | *: | *[!0-9:]*) return 1 ;; esac
    read -r boot_now </proc/sys/kernel/random/boot_id
    [ "$boot" = "$boot_now" ] && is_here "$space" && read_stat "$pid" || return 1
    # shellcheck disable=SC2086 # numbers, to be split
    set -- $stat
    [ "$start" = "${20}" ]
}

# alive FILE: is the process whose identity FILE holds still there?
alive() {
    exists "$1" && case $stat in Z*) false ;; esac
}

# runs PID: is there such a process, which has not ended?
runs() {
    read_stat "$1" && case $stat in Z* | X*) false ;; esac
}

# frozen: is the process whose stat was read stopped, as by SIGSTOP? Its ports accept connections all the same.
frozen() {
    case $stat in T*) ;; *) false ;; esac
}

# sees_the_same PID: has it the files and the processes of this shell? In a container a path is another folder.
# shellcheck disable=SC3013 # dash, bash and busybox know it
sees_the_same() {
    [ "/proc/$1/root" -ef / ] || return 1
    [ ! -e /proc/self/ns/pid ] || [ "/proc/$1/ns/pid" -ef /proc/self/ns/pid ]
}

# hundredths: sets now to the time since boot, in the unit of a start time: hundredths of a second (USER_HZ) everywhere
# that Volta runs; and by the same clock.
hundredths() {
    read -r now rest </proc/uptime
    now=$((${now%.*} * 100 + 1${now#*.} - 100))
    [ -n "$drift" ] || measure_drift
    now=$((now + drift))
}

# measure_drift: sets drift to how far start times are ahead of /proc/uptime. That is as old as its container where lxcfs is,
# and start times are the kernel's: this shell, which has begun just now, has then begun after now.
drift=
measure_drift() {
    drift=0
    read_stat $$ || return 0
    # shellcheck disable=SC2086 # numbers, to be split
    set -- $stat
    [ "${20}" -le "$now" ] || drift=$((${20} - now))
}
