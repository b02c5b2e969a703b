# shellcheck shell=sh disable=SC2154 # set by identity.sh
# systemd-services.sh PREFIX FOLDER ENVS: what systemd tells of the units whose name begins with PREFIX, behind "now=" and the
# seconds since boot, and behind the sums of their files in FOLDER and of their variables in ENVS, a line each. Started= is the
# start time of the main process by the same clock, in hundredths of a second, and Frozen=yes says that it is stopped as by
# SIGSTOP.
LC_ALL=C
export LC_ALL
hundredths
echo "now=$((now / 100)).$((now / 10 % 10))$((now % 10))"
prefix=$1 folder=$2 envs=$3
# By their files, and those whose file was removed by what systemd has loaded.
all=$(
    {
        for file in "$folder$prefix"[!-]*.service; do [ ! -f "$file" ] || echo "${file##*/}"; done
        systemctl list-units --all --plain --no-legend "${prefix}[!-]*.service" | awk '{ print $1 }'
    } | sort -u
)
[ -n "$all" ] || exit 0
set --
for unit in $all; do
    name=${unit#"$prefix"}
    set -- "$@" "$folder$unit" "$envs/${name%.service}"
done
sha256sum -- "$@" 2>/dev/null
echo
# shellcheck disable=SC2086 # names without blanks
told=$(systemctl show $all --property=Id,ActiveState,UnitFileState,MainPID,NRestarts,Result,MemoryCurrent \
    --property=ExecMainStartTimestampMonotonic,ExecMainExitTimestampMonotonic,ExecMainCode,ExecMainStatus) || exit
while IFS= read -r property; do
    printf '%s\n' "$property"
    case $property in
    MainPID=0 | MainPID=) ;;
    MainPID=*)
        # The clock of systemd's own timestamps stands still in suspend.
        if read_stat "${property#MainPID=}"; then
            ! frozen || echo Frozen=yes
            # shellcheck disable=SC2086 # numbers, to be split; the 20th is the start time
            set -- $stat
            echo "Started=${20}"
        fi
        ;;
    esac
done <<TOLD
$told
TOLD
