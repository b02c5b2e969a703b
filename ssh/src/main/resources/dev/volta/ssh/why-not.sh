#!/bin/sh
# why-not.sh PARTIAL: prints why nothing can be written beside PARTIAL, in the words of the node; removes it.
p=$1
export LC_ALL=C
umask 077
(
    set -C # what is there already is not written to
    exec 3>"$p.probe" || exit
    # By its descriptor, since somebody else may have put a link in its place by now; and a device counts as new.
    [ ! -f /dev/fd/3 ] || head -c 1048576 /dev/zero >&3
    rm -f -- "$p.probe"
) 2>&1
rm -f -- "$p"
