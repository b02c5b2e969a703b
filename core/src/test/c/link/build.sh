#!/bin/sh
# build.sh PROGRAM: compiles the guest's side of the link for this machine, with checks of its memory.
set -eu
here=$(dirname -- "$(readlink -f -- "$0")")
agent=$here/../../../../../scripts/images/agent
exec gcc -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all \
    -I "$agent" -o "$1" "$here/guest.c" "$agent/base.c" "$agent/frames.c" "$agent/mux.c" "$agent/sockets.c"
