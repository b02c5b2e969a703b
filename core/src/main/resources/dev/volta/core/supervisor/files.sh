#!/bin/sh
# Functions to write files of which others never see a half.

# put FILE TEXT: writes it; or says why not, and fails. Not every shell can tell that itself.
put() {
    { printf %s "$2" >"$1"; } 2>/dev/null && return
    reason=$(cat /proc/sys/kernel/random/boot_id 2>&1 >"$1")
    case $1 in /*) place= ;; *) place=$PWD/ ;; esac
    echo "cannot write $place$1: ${reason##*: }" >&2
    return 1
}

# publish FILE LINES: at once and whole, or not at all. FILE is in this folder.
publish() {
    put ".$1.new" "$2
" && mv -f ".$1.new" "$1" && return
    rm -f ".$1.new"
    return 1
}
