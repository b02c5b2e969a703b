#!/bin/sh
# survey.sh RUN INSTALL LOG STATE KEPT FOLDER...: prints why the run folder cannot be believed, if so; behind a line @@ the
# sum of each file below the folders; behind another one the TCP ports on which something listens, in hexadecimal; behind a
# third one who else can change what lies in the first three folders, or will; behind a fourth one the first bytes of files
# below STATE, in hexadecimal, with pattern and path. KEPT has lines of a pattern for files, and the name of another file
# beside which such a file does not count.
run=$1 install=$2 log=$3 state=$4 kept=$5
foreign "$run"
shift 5
echo @@
for folder in "$@"; do
    [ ! -d "$folder" ] || find "$folder" -type f -exec sha256sum {} +
done
echo @@
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { sub(/.*:/, "", $2); print $2 }'
echo @@
foreign_places "$run" "$install" "$log"
echo @@
[ -n "$kept" ] && cd "$state" 2>/dev/null || exit 0
printf '%s\n' "$kept" | while read -r pattern ended; do
    for file in $pattern; do
        [ ! -f "$file" ] || [ -e "${file%/*}/$ended" ] ||
            printf '%s %s %s\n' "$(od -An -v -tx1 -N8 <"$file" | tr -d ' \n')" "$pattern" "$file"
    done
done
