# shellcheck shell=sh
# Functions for scripts about one unit.
LC_ALL=C
export LC_ALL

# property UNIT NAME: prints it.
property() {
    systemctl show --property="$2" "$1" | sed "s/^$2=//"
}
