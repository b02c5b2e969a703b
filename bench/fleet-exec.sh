#!/usr/bin/env bash
# bench/fleet-exec.sh [ROUNDS] [HOSTS]: 'true' on many sshd targets on loopback, beside pssh, clush and ansible. All use
# the same key and the same key exchange (curve25519-sha256). Ratios are to pssh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-7}
hosts=${2:-100}
first=${FIRST_PORT:-23100}
volta=$here/../volta
# shellcheck source=bench/sshd.sh
. "$here/sshd.sh"

has() {
    command -v "$1" >/dev/null
}

"$volta" --version >/dev/null
serve
machine
printf '%s hosts over %s sshd processes\n\n' "$hosts" "$servers"

tools=()
if has parallel-ssh || has pssh; then
    pssh=$(command -v parallel-ssh || command -v pssh)
    tools+=("pssh=$pssh -p$hosts -t 60 -h $lab/hosts -x '-F $lab/ssh_config' true")
fi
if has clush; then
    tools+=("clush=clush -f$hosts -w h[$first-$((first + hosts - 1))] -o '-F $lab/ssh_config' true")
fi
if has ansible; then
    export ANSIBLE_SSH_ARGS="-F $lab/ssh_config -o ControlMaster=no"
    tools+=("ansible=ansible all -i $lab/hosts -m raw -a true -f$hosts")
fi
if "$volta" exec --help >/dev/null 2>&1; then
    ours="'$volta' exec -f $lab/volta.yaml --nodes-file $lab/nodes --known-hosts $lab/known_hosts --identity $lab/id"
    ours+=" --fanout $hosts"
    tools+=("volta=$ours -- true")
    # The first round, which does not count, starts the keeper and opens the sessions.
    tools+=("volta---keep=$ours --keep -- true")
    if [ -n "${BEFORE:-}" ]; then
        mkdir "$lab/before" # a keeper of its own
        cp "$lab/volta.yaml" "$lab/before/"
        theirs=${ours/"'$volta'"/"'$BEFORE'"}
        theirs=${theirs/"$lab/volta.yaml"/"$lab/before/volta.yaml"}
        tools+=("before=$theirs -- true" "before---keep=$theirs --keep -- true")
    fi
else
    printf 'bench: this volta has no exec: only the others are measured\n' >&2
fi
# None of them may read what the benchmark reads.
measure "$rounds" "${tools[@]/%/ </dev/null}"
sleep 3 # it gives back memory when nobody is there
if "$volta" keeper status -f "$lab/volta.yaml" >"$lab/status"; then
    printf '\n'
    head -n 2 "$lab/status"
fi
