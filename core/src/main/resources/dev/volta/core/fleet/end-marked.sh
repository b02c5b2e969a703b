#!/bin/sh
# end-marked.sh MARK: ends what has MARK in its environment: a second of grace, then the hard way.
ended=
for signal in TERM KILL; do
    # shellcheck disable=SC2013 # these names have no blanks
    for file in $(grep -ls "VOLTA_RUN=$1" /proc/[0-9]*/environ); do
        process=${file#/proc/}
        kill -$signal "${process%/environ}" 2>/dev/null && ended=$signal
    done
    [ -n "$ended" ] || exit 0
    [ $signal = KILL ] || sleep 1
done
