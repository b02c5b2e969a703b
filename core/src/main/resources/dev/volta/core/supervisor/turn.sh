#!/bin/sh
# Functions for whoever changes a service, in its folder; they need those of identity.sh.

# take_turn: waits until nobody else changes the service. Descriptor 9 holds the turn until this shell ends, or whatever
# inherits it. Where there is no flock(1), or turn cannot be written, nobody waits: a service on a failing disk can still
# be stopped.
take_turn() {
    command -v flock >/dev/null || return 0
    (: >>turn) 2>/dev/null || return 0 # an exec that fails would end this shell
    exec 9>turn
    flock -n 9 || { echo "waiting for whoever changes $PWD" >&2; flock 9; }
}

# exit_if_running: ends this shell if the service runs; it fails if nobody watches the service.
exit_if_running() {
    alive watcher && exit 0
    alive child && { echo "$PWD runs, and nobody watches it; stop it first" >&2; exit 1; }
}
