#!/bin/sh
# clear-socket.sh SOCKET: removes SOCKET if no process listens on it; makes its parent folder, for this user alone; fails if
# another user can put a socket in its place.
s=$1
refuse_foreign_links "${s%/*}" && (umask 077 && mkdir -p -- "${s%/*}") || exit 1
! foreign_itself "${s%/*}" yes >&2 || exit 1
if [ -S "$s" ] && [ -r /proc/net/unix ] && ! awk -v s="$s" '$8 == s { f = 1 } END { exit !f }' /proc/net/unix; then
    rm -f -- "$s"
fi
