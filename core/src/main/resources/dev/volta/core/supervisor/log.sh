# shellcheck shell=sh
# log.sh FILE -n LINES -F|-q: the last lines of a service's log, and with -F what comes.
# log.sh FILE -c BYTES -q: its last bytes.
[ -f "$1" ] || { echo "there is no such service" >&2; exit 1; }
exec tail "$2" "$3" "$4" -- "$1"
