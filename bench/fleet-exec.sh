#!/usr/bin/env bash
# bench/fleet-exec.sh [ROUNDS] [HOSTS]: 'true' on many sshd targets on loopback, beside pssh, clush and ansible. All use
# the same key and the same key exchange (curve25519-sha256). Ratios are to pssh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-7}
hosts=${2:-100}
servers=$(((hosts + 15) / 16)) # sshd listens on at most 16 addresses
first=${FIRST_PORT:-23100}
volta=$here/../volta
user=$(id -un)
sshd=$(command -v sshd || printf /usr/sbin/sshd)
lab=$(mktemp -d)
pids=()

clean_up() {
    [ ! -f "$lab/volta.yaml" ] || "$volta" keeper stop -f "$lab/volta.yaml" >/dev/null 2>&1 || true
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    rm -rf "$lab"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

has() {
    command -v "$1" >/dev/null
}

# start_servers: a few sshd processes with many ports each; MaxStartups is raised so that no tool pays for retries
start_servers() {
    local server port
    mkdir "$lab/home"
    ssh-keygen -q -t ed25519 -N '' -f "$lab/host"
    ssh-keygen -q -t ed25519 -N '' -f "$lab/id"
    cp "$lab/id.pub" "$lab/authorized_keys"
    [ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
    for ((server = 0; server < servers; server++)); do
        {
            for ((port = first + server; port < first + hosts; port += servers)); do
                printf 'Port %s\n' "$port"
            done
            printf '%s\n' 'ListenAddress 127.0.0.1' "HostKey $lab/host" "AuthorizedKeysFile $lab/authorized_keys" \
                'StrictModes no' 'UsePAM no' 'PidFile none' 'PasswordAuthentication no' \
                'KbdInteractiveAuthentication no' 'PermitRootLogin yes' 'MaxStartups 1000:30:1000' \
                'KexAlgorithms curve25519-sha256' "SetEnv HOME=$lab/home" # a login shell may start with much
        } >"$lab/sshd_config.$server"
        "$sshd" -D -e -f "$lab/sshd_config.$server" 2>"$lab/sshd.log.$server" &
        pids+=($!)
    done
}

# describe_hosts: the same hosts in each tool's own words
describe_hosts() {
    local key port
    key=$(cut -d' ' -f1,2 "$lab/host.pub")
    printf 'fleet: {name: bench}\n' >"$lab/volta.yaml"
    {
        printf 'Host *\n  HostName 127.0.0.1\n  User %s\n  IdentityFile %s\n  IdentitiesOnly yes\n' "$user" "$lab/id"
        printf '  UserKnownHostsFile %s\n  BatchMode yes\n  LogLevel ERROR\n' "$lab/known_hosts"
    } >"$lab/ssh_config.all"
    for ((port = first; port < first + hosts; port++)); do
        printf '[127.0.0.1]:%s %s\n' "$port" "$key" >>"$lab/known_hosts"
        printf 'Host h%s\n  Port %s\n' "$port" "$port" >>"$lab/ssh_config"
        printf 'h%s\n' "$port" >>"$lab/hosts"
        printf '%s@127.0.0.1:%s\n' "$user" "$port" >>"$lab/nodes"
    done
    cat "$lab/ssh_config.all" >>"$lab/ssh_config"
}

await_servers() {
    local port deadline=$((SECONDS + 20))
    for ((port = first; port < first + hosts; port++)); do
        until (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null; do
            if ((SECONDS > deadline)); then
                printf 'bench: nothing listens on port %s:\n' "$port" >&2
                cat "$lab"/sshd.log.* >&2
                exit 1
            fi
            sleep 0.05
        done
    done
}

"$volta" --version >/dev/null
start_servers
describe_hosts
await_servers
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
