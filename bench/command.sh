#!/usr/bin/env bash
# bench/command.sh [ROUNDS] [HOSTS] [TRIALS]: experiments with commands as a whole: how long until the first trial of
# 'volta run-experiment -- true' begins, ten commands of 10 ms to 1 s beside hyperfine -N in alternating rounds, and what
# Volta itself takes for each trial of 'true' on many sshd targets at once. Needs hyperfine and python3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-3}
hosts=${2:-20}
trials=${3:-30}
first=${FIRST_PORT:-23700}
volta=$here/../volta
# shellcheck source=bench/sshd.sh
. "$here/sshd.sh"

command -v hyperfine >/dev/null || { echo 'hyperfine is not installed' >&2 && exit 1; }
"$volta" --version >/dev/null
machine

# summary WHAT FILE...: medians of the results that runs of volta and hyperfine have left
summary() {
    python3 "$here/command-times.py" "$@"
}

run() {
    "$volta" run-experiment -q --no-metrics --out "$lab/$1" "${@:2}" >"$lab/out" || { cat "$lab/out" >&2 && exit 1; }
}

printf '\n### To the first trial\n'
for ((round = 0; round <= rounds; round++)); do
    date +%s.%N >>"$lab/begun"
    run first -- true
done
summary first "$lab/begun" "$lab"/first/*/run.json

printf '\n### Beside hyperfine -N\n'
commands=()
for times in 3 8 15 30 60 100 150 200 250 300; do
    # Whole numbers to add up: about 10 ms each.
    commands+=("awk 'BEGIN { for (i = 0; i < ${times}00000; i++) s += i }'")
done
for command in "${commands[@]}"; do
    for ((round = 1; round <= rounds; round++)); do
        hyperfine -N --runs 10 --export-json "$lab/theirs-$round.json" "$command" >/dev/null 2>&1
        run ours --repeat 10 --export-json "$lab/ours-$round.json" --command "a=$command"
    done
    summary beside "$command" "$lab"/theirs-*.json "$lab"/ours-*.json
done

printf '\n### On %s nodes\n' "$hosts"
serve
print_nodes >"$lab/fleet.yaml"
for ((round = 1; round <= 3; round++)); do
    run fleet --mode=distributed -f "$lab/fleet.yaml" --known-hosts "$lab/known_hosts" --identity "$lab/id" \
        --repeat "$trials" -- true
done
summary own "$lab"/fleet/*/run.json
