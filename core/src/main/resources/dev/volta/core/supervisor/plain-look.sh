# shellcheck shell=sh disable=SC2034,SC2154 # functions set what others use
# Functions for gate.sh, for services of the plain supervisor.

look_every=0

# look FOLDER: sets state to running, frozen, waiting, unwatched, stopped or missing; pid and up, in hundredths of a second, of the
# program if that runs; status to how it ended last, restarts, and born, a file as old as the program.
look() {
    state=missing pid='' up=0 status='' restarts=0
    cd "$1" 2>/dev/null && [ -f run ] || return 0
    born=$1/child
    [ ! -f ended ] || read -r status rest <ended
    [ ! -f restarts ] || read -r restarts <./restarts
    case $restarts in '' | *[!0-9]*) restarts=0 ;; esac
    if watched; then
        state=waiting
        if started "$pid"; then
            state=running
            ! frozen || state=frozen
            hundredths
            up=$((now - start))
        fi
    elif alive child; then
        state=unwatched
    else
        state=stopped
    fi
}

# variables_of FOLDER: sets variables_file to what the service's variables are read from.
variables_of() {
    variables_file=$1/env
}

# processes: sets members to those of the service that was looked at.
processes() {
    read_mark
    read_session
    members
}
