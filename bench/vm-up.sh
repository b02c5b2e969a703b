#!/usr/bin/env bash
# bench/vm-up.sh [ROUNDS] [MACHINES...]: emulated RISC-V machines by `volta vm up` from their template, each with a login
# that stays open: seconds of the command, QEMU's CPU seconds and memory (PSS) per machine when it returns, and seconds
# of `volta vm down`. The keeper is not there before ("cold") or is ("warm").
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-3}
shift || true
[ $# -gt 0 ] || set -- 8 24
first=${FIRST_PORT:-3200}
volta=$here/../volta
lab=$(mktemp -d /tmp/vmup.XXXX)
trap '(cd "$lab" && "$volta" vm down && "$volta" keeper stop) >/dev/null 2>&1; rm -rf "$lab"' EXIT
cd "$lab"

seconds() {
    local TIMEFORMAT=%R
    { time "$@" >"$lab/out" 2>&1; } 2>&1 || {
        cat "$lab/out" >&2
        exit 1
    }
}

# qemus: of all machines together, CPU seconds and PSS in MB
qemus() {
    local pid
    sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' .volta/vms/*/qemu.json | while read -r pid; do
        printf '%s %s\n' "$(sed 's/.*) //' "/proc/$pid/stat" | cut -d' ' -f12,13)" \
            "$(sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$pid/smaps_rollup")"
    done | awk -v hz="$(getconf CLK_TCK)" '{ cpu += ($1 + $2) / hz; pss += $3 / 1024 } END { printf "%.2f %.0f", cpu / NR, pss / NR }'
}

machine
printf '| machines | keeper | up s | QEMU CPU s each | PSS MB each | down s |\n|---|---|---|---|---|---|\n'
seq "$first" "$first" >ports.conf
seconds "$volta" vm up >/dev/null # makes image and template
"$volta" vm down >/dev/null
for machines in "$@"; do
    seq "$first" "$((first + machines - 1))" >ports.conf
    for keeper in cold warm; do
        : >samples
        for ((round = 0; round < rounds; round++)); do
            if [ "$keeper" = cold ]; then "$volta" keeper stop >/dev/null 2>&1; fi
            up=$(seconds "$volta" vm up)
            used=$(qemus)
            down=$(seconds "$volta" vm down)
            printf 'x %s %s %s\n' "$up" "$used" "$down" >>samples
        done
        printf '| %s | %s | %s | %s | %s | %s |\n' "$machines" "$keeper" "$(median samples x 2)" "$(median samples x 3)" \
            "$(median samples x 4)" "$(median samples x 5)"
    done
done
