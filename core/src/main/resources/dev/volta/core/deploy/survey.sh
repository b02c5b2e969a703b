#!/bin/sh
# survey.sh RUN FOLDER...: prints why the run folder cannot be believed, if so; behind a line @@ the sum of each file below
# the folders; behind another one the TCP ports on which something listens, in hexadecimal.
foreign "$1"
shift
echo @@
for folder in "$@"; do
    [ ! -d "$folder" ] || find "$folder" -type f -exec sha256sum {} +
done
echo @@
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { sub(/.*:/, "", $2); print $2 }'
