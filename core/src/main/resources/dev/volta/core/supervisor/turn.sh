#!/bin/sh
# Functions for whoever changes a service, in its folder; they need those of identity.sh.

# take_turn: waits until nobody else changes the service. Descriptor 9 holds the turn until this shell ends, or whatever
# inherits it; where there is no flock(1), nobody waits.
take_turn() {
    exec 9>turn
    ! command -v flock >/dev/null || flock 9
}

# exit_if_running: ends this shell if the service runs; it fails if nobody watches the service.
exit_if_running() {
    alive watcher && exit 0
    alive child && { echo "$PWD runs, and nobody watches it; stop it first" >&2; exit 1; }
}
