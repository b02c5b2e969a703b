#!/bin/sh
# inputs.sh PATH...: a line for each PATH: "missing", "unreadable", or what tells one file or folder from another.
for path in "$@"; do
    if [ ! -e "$path" ]; then
        echo missing
    elif [ ! -r "$path" ]; then
        echo unreadable
    else
        # shellcheck disable=SC2012 # the list is only compared
        names=$(ls -A -- "$path" 2>/dev/null | sha256sum)
        echo "inode $(stat -L -c '%i, changed %Y, %s bytes' -- "$path"), names ${names%% *}"
    fi
done
