# shellcheck shell=sh
# systemd-stop.sh UNIT SECONDS: asks it to end, and ends what is left of it when so much time is over.
systemctl --no-reload --quiet disable "$1" 2>/dev/null

# await UNIT SECONDS
await() {
    end=$(($(date +%s) + $2))
    while :; do
        case $(property "$1" ActiveState) in inactive | failed) return 0 ;; esac
        [ "$(date +%s)" -lt "$end" ] || return 1
        sleep 0.05
    done
}

case $(property "$1" ActiveState) in
inactive | failed) ;;
*)
    systemctl stop --no-block "$1" || exit 1
    await "$1" "$2" || {
        systemctl kill --signal=KILL "$1"
        await "$1" 10 || { echo "$1 does not end: processes $(left "$1" | tr '\n' ' ')are left" >&2; exit 1; }
    }
    ;;
esac
# systemd gives up on what does not end in time.
for process in $(left "$1"); do kill -KILL "$process" 2>/dev/null; done
tries=0
while [ -n "$(left "$1")" ]; do
    tries=$((tries + 1))
    [ $tries -lt 40 ] || { echo "$1 does not end: processes $(left "$1" | tr '\n' ' ')are left" >&2; exit 1; }
    sleep 0.05
done
