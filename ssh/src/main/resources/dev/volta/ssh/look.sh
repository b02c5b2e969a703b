#!/bin/sh
# look.sh TARGET PARTIAL SIZE: prints "folder" if TARGET is one, "special KIND" if it is a device, a FIFO or a socket, or a
# link to one, "target MODE SHA256" if it is a regular file of SIZE bytes; and "partial BYTES SHA256" if PARTIAL is a regular
# file of this user, "foreign" if it is anything else. Makes TARGET's folder, and removes from it what this user's uploads
# have left unfinished, and nobody has written for a week. The mode is octal.
t=$1 p=$2 size=$3

hash() {
    sum=$(sha256sum <"$1")
    echo "${sum%% *}"
}

refuse_foreign_links "${t%/*}" || exit 1
if [ -d "$t" ]; then
    echo folder
    exit 0
fi
if [ -e "$t" ] && [ ! -f "$t" ]; then
    if [ -p "$t" ]; then
        echo special a FIFO
    elif [ -S "$t" ]; then
        echo special a socket
    elif [ -c "$t" ]; then
        echo special a character device
    elif [ -b "$t" ]; then
        echo special a block device
    else
        echo special of an unknown type
    fi
    exit 0
fi
if [ -f "$t" ] && [ ! -h "$t" ] && [ "$(wc -c <"$t")" -eq "$size" ]; then
    echo "target $(stat -c %a -- "$t") $(hash "$t")"
fi
remove_unfinished "${t%/*}"
if [ -f "$p" ] && [ ! -h "$p" ] && [ -O "$p" ]; then
    echo "partial $(($(wc -c <"$p"))) $(hash "$p")"
elif [ -e "$p" ] || [ -h "$p" ]; then
    echo foreign
fi
[ -z "${t%/*}" ] || (umask go-w && mkdir -p -- "${t%/*}") # programs may lie there
