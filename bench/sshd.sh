# Sourced by benchmarks with many hosts: sshd on loopback, and the same hosts in the words of every tool. It takes
# $volta, $hosts and $first (the first port), and sets $lab, a folder that goes when the benchmark ends.
# shellcheck shell=bash disable=SC2154 # what it takes is set by the benchmark

servers=$(((hosts + 15) / 16)) # sshd listens on at most 16 addresses
user=$(id -un)
sshd=$(command -v sshd || printf /usr/sbin/sshd)
lab=$(mktemp -d)
pids=()

clean_up() {
    local pid
    [ ! -f "$lab/volta.yaml" ] || "$volta" keeper stop -f "$lab/volta.yaml" >/dev/null 2>&1 || true
    [ ! -d "$lab/before" ] || "$BEFORE" keeper stop -f "$lab/before/volta.yaml" >/dev/null 2>&1 || true
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    rm -rf "$lab"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# serve: has all hosts up and described
serve() {
    start_servers
    describe_hosts
    await_servers
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
                'KexAlgorithms curve25519-sha256' "SetEnv HOME=$lab/home" \
                'Subsystem sftp internal-sftp' # HOME: a login shell may start with much
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

# print_nodes: the nodes of a volta.yaml, each with folders of its own
print_nodes() {
    local port
    printf 'fleet: {name: bench}\nnodes:\n'
    for ((port = first; port < first + hosts; port++)); do
        printf -- '- {name: h%s, address: 127.0.0.1, port: %s, user: %s, paths: {install: %s, run: %s, log: %s}}\n' \
            "$port" "$port" "$user" "$lab/n$port/opt" "$lab/n$port/run" "$lab/n$port/log"
    done
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
