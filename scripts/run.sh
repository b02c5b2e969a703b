#!/bin/sh
# run.sh [OPTION...]: boots the virtual machines of the fleet, one for each line of ports.conf or node with `vm`; options
# are those of `volta vm up`, such as -f and -n.
# Exit codes: 0 all run, 1 one did not get ready, 2 wrong options, 78 wrong configuration, a port is taken, or memory or
# disk is too small (nothing was started), 130 interrupted.
exec "$(dirname -- "$(readlink -f -- "$0")")/../volta" vm up "$@"
