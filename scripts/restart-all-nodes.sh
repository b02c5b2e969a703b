#!/bin/sh
# restart-all-nodes.sh [OPTION...]: stops all services on all nodes of the fleet, and starts them again as they are
# described; options are those that `volta stop-all` and `volta deploy-all` both have, such as -f, -l and --wait-lock.
# Exit codes: 0 all nodes as described, 1 a node failed or was not reached, 2 wrong options, 75 somebody else is deploying
# or measuring, 76 the lock of the fleet was lost, 78 wrong configuration or a node that lacks something, 130 interrupted.
# Nothing is started if not all could be stopped.
scripts=$(dirname -- "$(readlink -f -- "$0")")
"$scripts/stop-all-nodes.sh" "$@" && exec "$scripts/deploy-all-nodes.sh" "$@"
