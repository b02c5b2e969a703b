# Sourced by the benchmarks: runs commands side by side and prints medians and ratios. Where BEFORE is the launcher of
# another build, that build is measured in the same rounds.
# shellcheck shell=bash

# measure ROUNDS NAME=COMMAND...: runs every command once per round, in an order that is shuffled with a fixed seed, and
# prints a table: median wall and CPU seconds of each (CPU is the whole process with its children), and both as ratios
# to the first. A command that fails stops the benchmark.
measure() {
    local rounds=$1 pair round samples
    shift
    samples=$(mktemp)
    for ((round = 0; round <= rounds; round++)); do
        while IFS= read -r pair; do
            one "${pair%%=*}" "${pair#*=}" >"$samples.one"
            # Round 0 warms the page cache and is not counted.
            [ "$round" -eq 0 ] || cat "$samples.one" >>"$samples"
        done < <(printf '%s\n' "$@" | shuf --random-source=<(yes "$round"))
    done
    table "$samples" "$@"
    rm -f "$samples" "$samples.one" "$samples.err"
}

one() {
    local TIMEFORMAT='%R %U %S' times
    times=$({ time bash -c "$2" >/dev/null 2>"$samples.err"; } 2>&1) || {
        printf 'bench: %s failed:\n' "$1" >&2
        cat "$samples.err" >&2
        exit 1
    }
    printf '%s %s\n' "$1" "$times" | awk '{print $1, $2, $3 + $4}'
}

table() {
    local samples=$1 pair name first=
    shift
    printf '| command | wall s | CPU s | wall ratio | CPU ratio |\n|---|---|---|---|---|\n'
    for pair in "$@"; do
        name=${pair%%=*}
        first=${first:-$name}
        printf '| %s | %s | %s | %s | %s |\n' "$name" \
            "$(median "$samples" "$name" 2)" "$(median "$samples" "$name" 3)" \
            "$(ratio "$samples" "$name" "$first" 2)" "$(ratio "$samples" "$name" "$first" 3)"
    done
}

median() {
    awk -v name="$2" -v column="$3" '$1 == name {print $column}' "$1" | sort -n |
        awk '{v[NR] = $1} END {printf "%.3f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'
}

ratio() {
    awk -v a="$(median "$1" "$2" "$4")" -v b="$(median "$1" "$3" "$4")" 'BEGIN {printf "%.2f", b ? a / b : 0}'
}

# machine: one line that says on what the figures were taken
machine() {
    printf '%s, %s, %s processors, %s\n' "$(date -u +%F)" \
        "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -sr)"
}
