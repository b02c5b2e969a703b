#!/bin/sh
# deploy-all-nodes.sh [OPTION...]: brings all nodes of the fleet to the state that its description asks for; options are
# those of `volta deploy-all`, such as --wait 60s --wait-lock 5m in CI.
# Exit codes: 0 all nodes as described, 1 a node failed or was not reached (--resume takes it up), 2 wrong options,
# 75 somebody else is deploying or measuring (nothing was touched), 76 the lock of the fleet was lost,
# 78 wrong configuration or a node that lacks something (nothing was touched),
# 130 interrupted.
exec "$(dirname -- "$(readlink -f -- "$0")")/../volta" deploy-all "$@"
