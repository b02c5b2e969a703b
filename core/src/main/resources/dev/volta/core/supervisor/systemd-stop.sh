# shellcheck shell=sh disable=SC2154 # set by identity.sh
# systemd-stop.sh UNIT SECONDS: asks it to end, and ends what is left of it when so much time is over.
systemctl --no-reload --quiet disable "$1" 2>/dev/null

# await UNIT SECONDS
await() {
    hundredths
    end=$((now + $2 * 100))
    while :; do
        case $(property "$1" ActiveState) in inactive | failed) return 0 ;; esac
        hundredths
        [ "$now" -lt $end ] || return 1
        sleep 0.05
    done
}

# left UNIT: sets members to what is left of a unit that systemd calls stopped; fails if nothing is.
left() {
    members=
    cgroup_pids "/sys/fs/cgroup/system.slice/$1"
    cgroup_pids "/sys/fs/cgroup/systemd/system.slice/$1"
    [ -n "$members" ]
}

does_not_end() {
    echo "$1 does not end: processes$members are left" >&2
    exit 1
}

case $(property "$1" ActiveState) in
inactive | failed) ;;
*)
    systemctl stop --no-block "$1" || exit 1
    await "$1" "$2" || {
        systemctl kill --signal=KILL "$1"
        await "$1" 10 || { left "$1"; does_not_end "$1"; }
    }
    ;;
esac
# systemd gives up on what does not end in time.
tries=0
while left "$1"; do
    # shellcheck disable=SC2086 # numbers, to be split
    kill -KILL $members 2>/dev/null
    tries=$((tries + 1))
    [ $tries -lt 40 ] || does_not_end "$1"
    sleep 0.05
done
