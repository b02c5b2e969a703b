# shellcheck shell=sh
# Parameters: paths. For each a line: missing, special, unreadable, empty, or what tells one file or folder from another.
for path in "$@"; do
    if [ ! -e "$path" ]; then
        echo missing
    elif [ ! -f "$path" ] && [ ! -d "$path" ]; then
        echo special
    elif [ ! -r "$path" ] || { [ -d "$path" ] && [ ! -x "$path" ]; }; then
        echo unreadable
    elif [ -d "$path" ] && [ -z "$(ls -A -- "$path" 2>/dev/null | head -n 1)" ]; then
        echo empty
    else
        names=$(ls -A -- "$path" 2>/dev/null | sha256sum)
        echo "inode $(stat -L -c '%i, changed %Y, %s bytes' -- "$path"), names ${names%% *}"
    fi
done
