#!/bin/sh
# residency.sh PATH...: for each regular file at or below PATH one line "RESIDENT SIZE FSTYPE PATH", sizes in bytes.
# fincore asks mincore(2), which counts pages in the page cache whoever brought them there.
command -v fincore >/dev/null || { echo "fincore is missing; install util-linux" >&2; exit 69; }
for path in "$@"; do
    [ -e "$path" ] || { echo "$path: no such file" >&2; exit 66; }
    type=$(stat -f -c %T -- "$path")
    find "$path" -type f -size +0 -exec fincore --bytes --noheadings --output RES,SIZE,FILE {} + |
        while read -r resident size file; do
            printf '%s %s %s %s\n' "$resident" "$size" "$type" "$file"
        done
done
