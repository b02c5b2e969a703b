#!/bin/sh
# list.sh PATH: prints the regular files at or below PATH, each with a zero byte behind it, relative to PATH. Behind one
# more zero byte come what is neither a file nor a folder, such as symbolic links.
if [ -d "$1" ]; then
    cd -- "$1" && find . -type f -print0 && printf '\0' && find . ! -type f ! -type d -print0
elif [ -f "$1" ]; then
    printf '.\0\0'
elif [ -e "$1" ]; then
    echo 'neither a file nor a folder' >&2
    exit 1
else
    echo 'no such file or folder' >&2
    exit 1
fi
