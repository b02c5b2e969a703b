#!/usr/bin/env bash
# bench/hash-sum.sh [ROUNDS] [FOLDER]: `volta hash sum -r` beside its peers, whole process, warm cache.
# The inputs are made once below FOLDER (default: a folder in TMPDIR that is kept for the next time; 2.6 GB).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-5}
folder=${2:-${TMPDIR:-/tmp}/volta-bench}
volta=$here/../volta
"$volta" --version >/dev/null
java=$("$volta" --which-jdk | sed -n 's/.*(\(.*\)) is Java .*: chosen$/\1/p')/bin/java
"$java" "$here/MakeTrees.java" "$folder"

machine
for set in 1x1GiB 20kx64KiB 100kx1-4KiB; do
    tree=$folder/$set
    find "$tree" -type f -print0 | LC_ALL=C sort -z >"$folder/list"
    printf '\n### %s, SHA-256\n\n' "$set"
    measure "$rounds" \
        "openssl=xargs -0 openssl dgst -sha256 -r <'$folder/list'" \
        "sha256sum=xargs -0 sha256sum <'$folder/list'" \
        "volta-1-thread='$volta' hash sum -r --threads 1 '$tree'" \
        "volta='$volta' hash sum -r '$tree'" ${BEFORE:+"before='$BEFORE' hash sum -r '$tree'"}
    printf '\n### %s, BLAKE3\n\n' "$set"
    measure "$rounds" \
        "b3sum-1-thread=xargs -0 b3sum --num-threads 1 <'$folder/list'" \
        "volta-1-thread='$volta' hash sum -r -a blake3 --threads 1 '$tree'" \
        "volta='$volta' hash sum -r -a blake3 '$tree'" ${BEFORE:+"before='$BEFORE' hash sum -r -a blake3 '$tree'"}
done
