#!/bin/sh
# Functions to find the watchers of services. One is called sh ./watch.sh FOLDER; FOLDER is that of its service.

# owned PID: is it a process of this user, who did not have another one run it? Arguments and environment of a process are
# what its user says.
owned() {
    [ -n "$own_users" ] || { users_of self && own_users=$users; }
    users_of "$1" && [ "$users" = "$own_users" ]
}
own_users=

# users_of PID: sets users to the real and the effective user of a process.
users_of() {
    while read -r key real effective rest; do
        [ "$key" = Uid: ] || continue
        users=$real:$effective
        return
    done 2>/dev/null <"/proc/$1/status"
    return 1
}

# each_watcher FUNCTION: calls FUNCTION PID FOLDER for each watcher of this user that shows here, also for those in
# containers.
each_watcher() {
    # As a whole argument: shells have this text as one of theirs.
    files=$(grep -lszxF ./watch.sh /proc/self/cmdline /proc/[0-9]*/cmdline)
    # It finds itself, or it takes arguments for a text and sees no more than the first one.
    case $files in /proc/self/*) ;; *) files=$(echo /proc/[0-9]*/cmdline) ;; esac
    for file in $files; do
        process=${file#/proc/}
        process=${process%/cmdline}
        owned "$process" || continue
        line='' part=''
        # The shell drops the zeros between the arguments.
        while IFS= read -r part; do
            line=$line$part'
'
            # Reading on takes a system call for each byte.
            case $line in sh./watch.sh/*) ;; *) part='' && break ;; esac
        done 2>/dev/null <"$file"
        line=$line$part
        case $line in sh./watch.sh/*) "$1" "$process" "${line#sh./watch.sh}" ;; esac
    done
}
