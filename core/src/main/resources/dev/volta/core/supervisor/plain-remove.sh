# shellcheck shell=sh disable=SC2154 # set by unit.sh
# plain-remove.sh FOLDER WORK: forgets the service of FOLDER, which does not run. What it has left in WORK stays.
cd "$1" 2>/dev/null || exit 0
take_turn
read_mark
read_session
members watcher
if alive watcher || alive child || [ -n "$members" ]; then
    echo "$1 is still running" >&2
    exit 1
fi
rm -f wanted && cd / && rm -rf -- "$1" || exit 1
[ ! -d "$2" ] || rmdir -- "$2" 2>/dev/null || echo "its files stay in $2"
