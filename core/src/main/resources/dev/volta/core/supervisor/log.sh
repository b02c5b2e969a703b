# shellcheck shell=sh
# log.sh FILE LINES -F|-q: the last lines of a service's log, and with -F what comes. If the log has fewer, those that it had when
# it was cut last come first, from FILE.1.
[ -f "$1" ] || { echo "there is no such service" >&2; exit 1; }
before=$(readlink -f -- "$1").1
if [ -f "$before" ]; then
    lines=$(($(wc -l <"$1")))
    [ "$lines" -ge "$2" ] || tail -n $(($2 - lines)) -- "$before"
fi
exec tail -n "$2" "$3" -- "$1"
