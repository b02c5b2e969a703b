#!/usr/bin/env bash
# bench/vm-experiment.sh [MACHINES] [ROUNDS]: from ports.conf to a result on emulated RISC-V machines, a controller and
# workers that each hash their own /usr/bin: seconds of each command, and QEMU's CPU seconds of all machines meanwhile;
# medians. Image and template are there before, no machine is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

machines=${1:-4}
rounds=${2:-3}
first=${FIRST_PORT:-3200}
volta=$here/../volta
lab=$(mktemp -d /tmp/vmex.XXXX)
trap '(cd "$lab" && "$volta" stop-all && "$volta" vm down --purge && "$volta" keeper stop) >/dev/null 2>&1; rm -rf "$lab"' EXIT
cd "$lab"

inputs=$(for ((i = 2; i <= machines; i++)); do printf '"node%s:/usr/bin", ' "$i"; done)
printf 'name: bench\nworkload: {inputs: [%s], algorithm: sha256}\nrepeat: 1\nwarmup: 0\n' "${inputs%, }" >experiment.yaml
printf 'fleet:\n  name: bench\n' >volta.yaml

# qemus: CPU seconds of all machines together
qemus() {
    local pid
    for record in .volta/vms/*/qemu.json; do
        [ -e "$record" ] || continue
        pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$record")
        sed 's/.*) //' "/proc/$pid/stat" | cut -d' ' -f12,13
    done | awk -v hz="$(getconf CLK_TCK)" '{ cpu += ($1 + $2) / hz } END { printf "%.2f", cpu }'
}

# step NAME COMMAND...: its seconds, and what QEMU took meanwhile, into samples
step() {
    local TIMEFORMAT=%R name=$1 before wall
    shift
    before=$(qemus)
    wall=$({ time "$@" >"$lab/out" 2>&1; } 2>&1) || {
        cat "$lab/out" >&2
        exit 1
    }
    printf '%s %s %s\n' "$name" "$wall" "$(awk -v a="$(qemus)" -v b="$before" 'BEGIN { print a - b }')" >>samples
}

machine
printf '%s machines\n\n| | s | QEMU CPU s |\n|---|---|---|\n' "$machines"
seq "$first" "$first" >ports.conf
"$volta" vm up >/dev/null 2>&1 # makes image and template
"$volta" vm down --purge >/dev/null 2>&1
seq "$first" "$((first + machines - 1))" >ports.conf
: >samples
for ((round = 0; round < rounds; round++)); do
    step up "$volta" vm up
    step deploy-all "$volta" deploy-all
    step first-run "$volta" run-experiment experiment.yaml --mode=distributed
    step second-run "$volta" run-experiment experiment.yaml --mode=distributed
    "$volta" stop-all >/dev/null 2>&1
    "$volta" vm down --purge >/dev/null 2>&1
    "$volta" keeper stop >/dev/null 2>&1
done
for name in up deploy-all first-run second-run; do
    printf '| %s | %s | %s |\n' "$name" "$(median samples "$name" 2)" "$(median samples "$name" 3)"
done
