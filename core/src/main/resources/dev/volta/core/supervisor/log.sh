# shellcheck shell=sh
# log.sh FILE LINES -F|-q: the last lines of a service's log, and with -F what comes.
[ -f "$1" ] || { echo "there is no such service" >&2; exit 1; }
exec tail -n "$2" "$3" -- "$1"
