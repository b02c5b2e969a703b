#!/usr/bin/env bash
# bench/deploy.sh [ROUNDS] [HOSTS]: a service on many sshd targets on loopback, beside an Ansible playbook that does the
# same: brought up where nothing is, looked at again when nothing has changed, and stopped. Ratios are to Ansible.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-3}
hosts=${2:-20}
first=${FIRST_PORT:-23500}
volta=$here/../volta
# shellcheck source=bench/sshd.sh
. "$here/sshd.sh"

# describe_service: one process per host, with a file of settings and a log
describe_service() {
    {
        print_nodes
        printf "services:\n  idle: {on: '*', command: [sleep, '100001'], env: {NODE: '\${node.name}'}}\n"
    } >"$lab/fleet.yaml"
    cat >"$lab/up.yaml" <<'YAML'
- hosts: all
  gather_facts: false
  tasks:
    - file: {path: "{{ lab }}/a{{ inventory_hostname }}", state: directory, mode: "0700"}
    - copy:
        dest: "{{ lab }}/a{{ inventory_hostname }}/run"
        mode: "0600"
        content: "exec env NODE={{ inventory_hostname }} sleep 100002\n"
    - shell: |
        cd {{ lab }}/a{{ inventory_hostname }}
        if [ -f pid ] && kill -0 "$(cat pid)" 2>/dev/null; then exit 0; fi
        setsid sh ./run </dev/null >>log 2>&1 &
        echo $! >pid
        sleep 0.2
        kill -0 "$(cat pid)"
YAML
    cat >"$lab/down.yaml" <<'YAML'
- hosts: all
  gather_facts: false
  tasks:
    - shell: |
        cd {{ lab }}/a{{ inventory_hostname }}
        kill "$(cat pid)"
        while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.05; done
        rm -f pid
YAML
}

command -v ansible-playbook >/dev/null || {
    printf 'bench: ansible-playbook is not installed\n' >&2
    exit 1
}
"$volta" --version >/dev/null
serve
describe_service
machine
printf '%s hosts over %s sshd processes\n\n' "$hosts" "$servers"

export ANSIBLE_SSH_ARGS="-F $lab/ssh_config -o ControlMaster=no" ANSIBLE_LOCALHOST_WARNING=false
playbook="ansible-playbook -i $lab/hosts -f $hosts -e lab=$lab -e ansible_python_interpreter=$(command -v python3)"
ours="-f $lab/fleet.yaml --known-hosts $lab/known_hosts --identity $lab/id --fanout $hosts -q"
up="$playbook $lab/up.yaml" down="$playbook $lab/down.yaml"

printf 'From nothing to the service on every host\n\n'
measure_pairs() { # measure_pairs ANSIBLE VOLTA FIRST LAST: what is done FIRST and LAST is not counted
    local round samples
    samples=$(mktemp)
    for ((round = 1; round <= rounds; round++)); do
        bash -c "$3" >/dev/null 2>&1
        one ansible "$1" >>"$samples"
        one volta "$2" >>"$samples"
        bash -c "$4" >/dev/null 2>&1
        [ -n "${BEFORE:-}" ] || continue
        bash -c "${3//"'$volta'"/"'$BEFORE'"}" >/dev/null 2>&1
        one before "${2/"'$volta'"/"'$BEFORE'"}" >>"$samples"
        bash -c "${4//"'$volta'"/"'$BEFORE'"}" >/dev/null 2>&1
    done
    table "$samples" ansible= volta= ${BEFORE:+before=}
    rm -f "$samples" "$samples.err"
}
measure_pairs "$up" "'$volta' deploy-all $ours" true "$down; '$volta' stop-all $ours"
printf '\nOnce more, with nothing to do\n\n'
measure_pairs "$up" "'$volta' deploy-all $ours" "$up; '$volta' deploy-all $ours" "$down; '$volta' stop-all $ours"
printf '\nStopped\n\n'
measure_pairs "$down" "'$volta' stop-all $ours" "$up; '$volta' deploy-all $ours" true
! pgrep -f 'sleep 10000[12]' >/dev/null || printf 'bench: something still runs\n' >&2
