# shellcheck shell=sh
# Parameters: paths. For each a line: missing, special, unreadable, empty, or what tells one file or folder from another,
# a tab, and its path without links, with ? for line feeds.

# entries FOLDER: prints what tells whether its entries are the same; they are not read.
entries() {
    # shellcheck disable=SC2012 # names that hold anything are only compared
    LC_ALL=C ls -A -- "$1" 2>/dev/null
}

for path in "$@"; do
    if [ ! -e "$path" ]; then
        echo missing
    elif [ ! -f "$path" ] && [ ! -d "$path" ]; then
        echo special
    elif [ ! -r "$path" ] || { [ -d "$path" ] && [ ! -x "$path" ]; }; then
        echo unreadable
    elif [ -d "$path" ] && [ -z "$(entries "$path" | head -n 1)" ]; then
        echo empty
    else
        names=$(entries "$path" | sha256sum)
        printf '%s\t' "inode $(stat -L -c '%i, changed %Y, %s bytes' -- "$path"), names ${names%% *}"
        real=$(readlink -f -- "$path") || real=$path
        printf '%s' "$real" | tr '\n' '?'
        echo
    fi
done
