#!/bin/sh
# why-not.sh PARTIAL: prints why nothing can be written beside PARTIAL, in the words of the node; removes it.
p=$1
export LC_ALL=C
umask 077
if (set -C; : >"$p.probe") 2>&1; then # what is there already is not written to
    { head -c 1048576 /dev/zero >"$p.probe"; } 2>&1
    rm -f -- "$p.probe"
fi
rm -f -- "$p"
