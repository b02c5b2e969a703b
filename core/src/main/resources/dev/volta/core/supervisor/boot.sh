#!/bin/sh
# .boot, in the folder of a fleet's services: starts those that ran when the machine ended, all at once, as each may have
# to wait for its turn. For its boot, as root's `@reboot` in crontab(5). Stderr tells what failed, the status does not.
cd "$(dirname -- "$0")" || exit 1

# whole: are the files as they were written? A power cut may have left half of them. Versions before have no sums.
whole() {
    [ ! -f sums ] || sha256sum -c sums >/dev/null 2>&1
}

launch() { # launch SERVICE
    cd "$1" || exit 1
    if ! whole; then
        # Or somebody is writing them at this moment, who then has the turn.
        command -v flock >/dev/null && exec 9>>turn && flock 9
        whole || { echo "$PWD is damaged or was edited, and not started; 'volta deploy-all' mends it" >&2; exit 1; }
        exec 9>&-
    fi
    exec sh ./launch.sh "$PWD"
}

for wanted in */wanted; do
    [ ! -f "$wanted" ] || (launch "${wanted%/wanted}") &
done
wait
