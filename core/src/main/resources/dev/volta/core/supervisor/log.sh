# shellcheck shell=sh
# log.sh FILE -n LINES -F|-q: the last lines of a service's log, and with -F what comes.
# log.sh FILE -c BYTES -q: its last bytes.
# What is not in FILE any more is in FILE.1, beside what FILE links to.
[ -f "$1" ] || { echo "there is no such service" >&2; exit 1; }
before=$1
[ ! -h "$1" ] || before=$(readlink -- "$1")
before=$before.1
if [ -f "$before" ]; then
    there=$(tail "$2" "$3" -- "$1" | case $2 in -n) wc -l ;; *) wc -c ;; esac)
    [ "$there" -ge "$3" ] || tail "$2" $(($3 - there)) -- "$before"
fi
exec tail "$2" "$3" "$4" -- "$1"
