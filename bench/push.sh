#!/usr/bin/env bash
# bench/push.sh [ROUNDS] [MIB] [FILES]: a file of MIB random MiB, or, with FILES, a folder of that many files of 4 KiB,
# to one sshd on loopback, beside scp with the same cipher
# (aes128-gcm) and key exchange: by the command's own connection, and over one that a keeper holds. Ratios are to scp.
# Volta reads the file once here: it is hashed only if one of the same size is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-5}
mib=${2:-200}
files=${3:-0}
port=${FIRST_PORT:-23300}
volta=$here/../volta
user=$(id -un)
sshd=$(command -v sshd || printf /usr/sbin/sshd)
lab=$(mktemp -d)
pid=

clean_up() {
    [ ! -f "$lab/volta.yaml" ] || "$volta" keeper stop -f "$lab/volta.yaml" >/dev/null 2>&1 || true
    [ ! -d "$lab/before" ] || "$BEFORE" keeper stop -f "$lab/before/volta.yaml" >/dev/null 2>&1 || true
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$lab"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

ssh-keygen -q -t ed25519 -N '' -f "$lab/host"
ssh-keygen -q -t ed25519 -N '' -f "$lab/id"
cp "$lab/id.pub" "$lab/authorized_keys"
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $lab/host" "AuthorizedKeysFile $lab/authorized_keys" \
    'StrictModes no' 'UsePAM no' 'PidFile none' 'PasswordAuthentication no' 'KbdInteractiveAuthentication no' \
    'PermitRootLogin yes' 'KexAlgorithms curve25519-sha256' 'Ciphers aes128-gcm@openssh.com' \
    'Subsystem sftp internal-sftp' >"$lab/sshd_config"
"$sshd" -D -e -f "$lab/sshd_config" 2>"$lab/sshd.log" &
pid=$!
printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$lab/host.pub")" >"$lab/known_hosts"
printf 'fleet: {name: bench}\n' >"$lab/volta.yaml"
printf '%s@127.0.0.1:%s\n' "$user" "$port" >"$lab/nodes"
if [ "$files" -eq 0 ]; then
    what="$mib MiB"
    head -c "${mib}M" /dev/urandom >"$lab/from"
else
    what="$files files of 4 KiB"
    mkdir "$lab/from"
    head -c "$((files * 4096))" /dev/urandom | (cd "$lab/from" && split -b 4096 -a 6)
fi

deadline=$((SECONDS + 20))
until (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null; do
    if ((SECONDS > deadline)); then
        printf 'bench: nothing listens on port %s:\n' "$port" >&2
        cat "$lab/sshd.log" >&2
        exit 1
    fi
    sleep 0.05
done

"$volta" --version >/dev/null
machine
printf '%s\n\n' "$what"
scp="scp -r -q -P $port -i $lab/id -o UserKnownHostsFile=$lab/known_hosts -o BatchMode=yes"
ours="'$volta' push -f $lab/volta.yaml --nodes-file $lab/nodes --known-hosts $lab/known_hosts --identity $lab/id"
# What is there already would not be sent.
tools=(
    "scp=rm -rf $lab/to; $scp $lab/from $user@127.0.0.1:$lab/to"
    "volta=rm -rf $lab/to; $ours $lab/from $lab/to"
    "volta---keep=rm -rf $lab/to; $ours --keep $lab/from $lab/to"
)
if [ -n "${BEFORE:-}" ]; then
    mkdir "$lab/before" # a keeper of its own
    cp "$lab/volta.yaml" "$lab/before/"
    theirs=${ours/"'$volta'"/"'$BEFORE'"}
    theirs=${theirs/"$lab/volta.yaml"/"$lab/before/volta.yaml"}
    tools+=(
        "before=rm -rf $lab/to; $theirs $lab/from $lab/to"
        "before---keep=rm -rf $lab/to; $theirs --keep $lab/from $lab/to"
    )
fi
measure "$rounds" "${tools[@]}"
diff -r "$lab/from" "$lab/to"
