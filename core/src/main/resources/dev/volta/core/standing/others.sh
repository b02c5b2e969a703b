# shellcheck shell=sh
# others.sh: a line for each service, of any fleet, that is kept running on this machine: the name of its unit, or its folder.
# Watchers are called sh ./watch.sh FOLDER.
{
    # shellcheck disable=SC2013 # names without blanks
    for file in $(grep -lsF ./watch.sh /proc/[0-9]*/cmdline); do
        { tr '\0' '\n' <"$file"; } 2>/dev/null | {
            read -r _ && read -r script && read -r folder && [ "$script" = ./watch.sh ] && echo "$folder"
        }
    done
    if [ -d /run/systemd/system ]; then
        systemctl list-units --plain --no-legend --state=active,activating 'volta-*.service' | awk '{ print $1 }'
    fi
} | sort -u
