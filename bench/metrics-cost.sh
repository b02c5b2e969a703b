#!/bin/sh
# What metrics cost: resident memory and start of a worker with and without them, CPU per look of the shell on a node and
# per scrape of a service, and CPU of volta collect-metrics per node and look. Parameter: counted rounds (default 5). Needs
# a build, a JDK 25, curl, awk and sshd.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-5}
java=${VOLTA_JAVA_HOME:-${JAVA_HOME:-/usr}}/bin/java
jar=hashing/node/target/volta-worker.jar
at=$(mktemp -d)
pid=
server=
trap 'kill $pid $server 2>/dev/null; rm -rf "$at"' EXIT
echo secret > "$at/token"

# user and system ticks of a process: fields 14 and 15 of proc_pid_stat(5)
cpu() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
children() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $14 + $15 }'; }
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

worker() {
    {
        printf 'id=w\nnode=n\nsocket=%s/none\ntoken.file=%s/token\nwarm.up=sha256\n' "$at" "$at"
        [ -z "$1" ] || printf 'metrics.socket=%s/w.metrics\n' "$at"
    } > "$at/w.properties"
    "$java" -XX:+UseSerialGC -Xmx16m -XX:-UsePerfData -jar "$jar" "$at/w.properties" 2>/dev/null &
    pid=$!
    sleep 4
}

for metrics in '' with; do
    : > "$at/rss"
    : > "$at/cpu"
    for _ in $(seq "$rounds"); do
        worker "$metrics"
        if [ -n "$metrics" ]; then
            for _ in 1 2 3; do curl -s --unix-socket "$at/w.metrics" http://volta/metrics > "$at/text"; done
        fi
        rss "$pid" >> "$at/rss"
        cpu "$pid" >> "$at/cpu"
        kill "$pid"
        wait "$pid" 2>/dev/null || :
    done
    echo "worker, heap of 16 MiB, ${metrics:-without} metrics: RSS $(median < "$at/rss") KiB, CPU in 4 s $(median < "$at/cpu") ticks"
done

worker with
before=$(cpu "$pid")
set --
for _ in $(seq 2000); do set -- "$@" http://volta/metrics; done
curl -s --unix-socket "$at/w.metrics" "$@" > /dev/null
after=$(cpu "$pid")
echo "a scrape of a worker, over one connection: $(awk -v t=$((after - before)) 'BEGIN { print t * 10000 / 2000 }') µs of CPU there, $(wc -c < "$at/text") bytes"
kill "$pid"
wait "$pid" 2>/dev/null || :

# With what `seq` takes, which is next to nothing.
before=$(children $$)
seq 5000 | sh -c "$(cat core/src/main/resources/dev/volta/core/metrics/sampler.sh)" > "$at/looks"
used=$(($(children $$) - before))
looks=$(grep -c '^\.$' "$at/looks")
echo "a look of the shell on a node: $(awk -v t="$used" -v n="$looks" 'BEGIN { print t * 10000 / n }') µs of CPU with all it starts, $(($(wc -c < "$at/looks") / looks)) bytes"
pid=

# Ten nodes without services: ports of one sshd.
nodes=10
first=${FIRST_PORT:-23400}
ssh-keygen -q -t ed25519 -N '' -f "$at/host"
ssh-keygen -q -t ed25519 -N '' -f "$at/id"
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
{
    printf '%s\n' 'ListenAddress 127.0.0.1' "HostKey $at/host" "AuthorizedKeysFile $at/id.pub" 'StrictModes no' 'UsePAM no' \
        'PidFile none' 'PasswordAuthentication no' 'PermitRootLogin yes' 'MaxStartups 100'
    for port in $(seq "$first" $((first + nodes - 1))); do printf 'Port %s\n' "$port"; done
} > "$at/sshd_config"
printf 'fleet: {name: bench}\nservices: {}\n' > "$at/volta.yaml"
for port in $(seq "$first" $((first + nodes - 1))); do
    printf '%s@127.0.0.1:%s\n' "$(id -un)" "$port" >> "$at/nodes"
    printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$at/host.pub")" >> "$at/known_hosts"
done
/usr/sbin/sshd -D -e -f "$at/sshd_config" 2> /dev/null &
server=$!
sleep 1

# used: CPU ticks of volta collect-metrics for so many seconds
collected() {
    before=$(children $$)
    "$java" -jar cli/target/dist/volta.jar collect-metrics -f "$at/volta.yaml" --nodes-file "$at/nodes" \
        --known-hosts "$at/known_hosts" --identity "$at/id" --ssh-config "$at/none" --for "$1" --every 200ms \
        --out "$at/csv" > /dev/null
    used=$(($(children $$) - before))
}
collected 10s
short=$used
collected 40s
long=$used
looks=$((30 * 5 * nodes))
echo "volta collect-metrics: $(awk -v t=$((long - short)) -v n=$looks 'BEGIN { print t * 10000 / n }') µs of CPU per node and look, $(awk -v t="$short" 'BEGIN { print t / 100 }') s for the first 10 s with start and connections"
