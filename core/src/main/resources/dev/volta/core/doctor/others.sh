# shellcheck shell=sh
# others.sh: a line for each service, of any fleet, that is kept running on this machine: the name of its unit, or its folder.
# It needs the functions of watchers.sh.
tell_folder() { # PID FOLDER
    printf '%s\n' "$2"
}
{
    each_watcher tell_folder
    if [ -d /run/systemd/system ]; then
        systemctl list-units --plain --no-legend --state=active,activating 'volta-*.service' | awk '{ print $1 }'
    fi
} | sort -u
