#!/bin/sh
# Functions to find the watchers of services. One is called sh ./watch.sh FOLDER; FOLDER is that of its service.

# each_watcher FUNCTION: calls FUNCTION PID FOLDER for each watcher that shows here, also for those in containers.
each_watcher() {
    # As a whole argument: shells have this text as one of theirs.
    files=$(grep -lszxF ./watch.sh /proc/self/cmdline /proc/[0-9]*/cmdline)
    # It finds itself, or it takes arguments for a text and sees no more than the first one.
    case $files in /proc/self/*) ;; *) files=$(echo /proc/[0-9]*/cmdline) ;; esac
    for file in $files; do
        line='' part=''
        # The shell drops the zeros between the arguments.
        while IFS= read -r part; do
            line=$line$part'
'
            # Reading on takes a system call for each byte.
            case $line in sh./watch.sh/*) ;; *) part='' && break ;; esac
        done 2>/dev/null <"$file"
        line=$line$part
        file=${file#/proc/}
        case $line in sh./watch.sh/*) "$1" "${file%/cmdline}" "${line#sh./watch.sh}" ;; esac
    done
}
