#!/bin/sh
# stop-all-nodes.sh [OPTION...]: stops all services on all nodes of the fleet; options are those of `volta stop-all`.
# Exit codes: 0 nothing runs any more, 1 a node failed or was not reached, 2 wrong options, 75 somebody else is deploying
# or measuring (nothing was touched), 76 the lock of the fleet was lost, 78 wrong configuration (nothing was touched),
# 130 interrupted.
exec "$(dirname -- "$(readlink -f -- "$0")")/../volta" stop-all "$@"
