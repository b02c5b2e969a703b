#!/bin/sh
# .boot, in the folder of a fleet's services: starts those that ran when the machine ended, all at once, as each may have
# to wait for its turn. For its boot, as root's `@reboot` in crontab(5). Stderr tells what failed, the status does not.
cd "$(dirname -- "$0")" || exit 1
for wanted in */wanted; do
    [ ! -f "$wanted" ] || sh "${wanted%/wanted}/launch.sh" "$PWD/${wanted%/wanted}" &
done
wait
