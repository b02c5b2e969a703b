# shellcheck shell=sh disable=SC2034,SC2154 # functions set what others use
# Functions for gate.sh, for units of systemd.

# In hundredths of a second: a slow node takes a second to ask systemd.
look_every=200

# look UNIT: as in plain-look.sh.
look() {
    state=missing pid=0 up=0 status='' restarts=0 active='' code='' born=''
    answer=$(LC_ALL=C systemctl show "$1" --property=LoadState,ActiveState,MainPID,NRestarts,ControlGroup \
        --property=ExecMainCode,ExecMainStatus)
    group=
    while IFS='=' read -r key value; do
        case $key in
        LoadState) loaded=$value ;;
        ActiveState) active=$value ;;
        MainPID) pid=$value ;;
        NRestarts) restarts=$value ;;
        ControlGroup) group=$value ;;
        ExecMainCode) code=$value ;;
        ExecMainStatus) status=$value ;;
        esac
    done <<ANSWER
$answer
ANSWER
    case $restarts in '' | *[!0-9]*) restarts=0 ;; esac
    # As in waitid(2): 1 is an exit, the others are signals, and 0 is none of them.
    case $code in 0) status= ;; 1) ;; *) status=$((128 + status)) ;; esac
    case $active in
    active | activating | reloading | deactivating | refreshing)
        state=waiting
        # The clock of systemd's own timestamps stands still in suspend.
        if [ "$pid" != 0 ] && read_stat "$pid"; then
            state=running
            ! frozen || state=frozen
            # shellcheck disable=SC2086 # numbers, to be split; the 20th is the start time
            set -- $stat
            hundredths
            up=$((now - ${20}))
        fi
        ;;
    *) [ "$loaded" = not-found ] || state=stopped ;;
    esac
    for folder in "/sys/fs/cgroup$group" "/sys/fs/cgroup/systemd$group"; do
        [ ! -f "$folder/cgroup.procs" ] || { born=$folder && break; }
    done
}

# variables_of UNIT: sets variables_file to what its variables are read from; what was added by systemctl edit comes later.
variables_of() {
    [ -z "$variables_file" ] || return 0
    variables_file=$(LC_ALL=C systemctl show "$1" --property=EnvironmentFiles |
        sed -n 's/^EnvironmentFiles=\(.*\) (ignore_errors=.*)$/\1/p' | head -n 1)
}

# processes: sets members to those of the unit that was looked at.
processes() {
    members=
    [ -z "$born" ] || cgroup_pids "$born"
}
