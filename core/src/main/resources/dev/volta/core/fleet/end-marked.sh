#!/bin/sh
# end-marked.sh MARK: ends what has MARK in its environment: a second of grace, then the hard way. Fails if something is
# left, and says what. It needs the functions of identity.sh and marked.sh.
pause=1
for signal in TERM KILL KILL KILL KILL KILL; do
    marked "VOLTA_RUN=$1"
    [ -n "$found" ] || exit 0
    # shellcheck disable=SC2086 # numbers, to be split
    kill -$signal $found 2>/dev/null
    sleep $pause
    pause=0.2
done
marked "VOLTA_RUN=$1"
[ -n "$found" ] || exit 0
echo "processes$found cannot be ended" >&2
exit 1
