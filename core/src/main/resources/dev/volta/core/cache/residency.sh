#!/bin/sh
# residency.sh PATH...: for each regular file at or below PATH one line "RESIDENT SIZE FSTYPE PATH", sizes in bytes. In PATH
# blanks, backslashes and what is not to be printed are \xHH, byte by byte, as fincore --raw has it.
# fincore asks mincore(2), which counts pages in the page cache whoever brought them there.
command -v fincore >/dev/null || {
    echo "fincore is missing; install util-linux-extra (Debian 13 and newer) or util-linux" >&2
    exit 69
}
for path in "$@"; do
    [ -e "$path" ] || { echo "$path: no such file" >&2; exit 66; }
    type=$(stat -f -c %T -- "$path")
    case $path in /*) from=$path ;; *) from=./$path ;; esac
    find "$from" -type f -size +0 -exec fincore --bytes --noheadings --raw --output RES,SIZE,FILE {} + |
        while read -r resident size file; do
            printf '%s %s %s %s\n' "$resident" "$size" "$type" "$file"
        done
done
