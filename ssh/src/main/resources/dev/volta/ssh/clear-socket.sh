#!/bin/sh
# clear-socket.sh SOCKET: removes SOCKET if no process listens on it; makes its parent folder.
s=$1
if [ -S "$s" ] && [ -r /proc/net/unix ] && ! awk -v s="$s" '$8 == s { f = 1 } END { exit !f }' /proc/net/unix; then
    rm -f -- "$s"
fi
mkdir -p -- "${s%/*}"
