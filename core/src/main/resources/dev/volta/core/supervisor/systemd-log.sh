# shellcheck shell=sh
# systemd-log.sh UNIT FILE ...: makes FILE the log that the definition in UNIT has, for the log.sh behind it: a unit keeps the
# one that it was started with until it is deployed again.
log=$(sed -n 's/%%/%/g; s/^StandardOutput=append://p' "$1" 2>/dev/null)
shift
if [ -n "$log" ]; then
    shift
    set -- "$log" "$@"
fi
