# shellcheck shell=sh disable=SC2154 # set by identity.sh
# systemd-services.sh PREFIX FOLDER ENVS: what systemd tells of the units whose name begins with PREFIX, behind "now=" and the
# seconds since boot, and behind the sums of their files in FOLDER and of their variables in ENVS, a line each.
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
exec systemctl show $all --property=Id,ActiveState,UnitFileState,MainPID,NRestarts,Result,MemoryCurrent \
    --property=ExecMainStartTimestampMonotonic,ExecMainExitTimestampMonotonic,ExecMainCode,ExecMainStatus
