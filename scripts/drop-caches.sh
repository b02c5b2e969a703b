#!/bin/sh
# drop-caches.sh [OPTION...]: empties the page caches of the fleet's nodes; options are those of `volta drop-caches`.
# Exit codes: 0 dropped everywhere, 1 nothing dropped or not proven, 2 wrong options, 78 wrong configuration.
exec "$(dirname -- "$(readlink -f -- "$0")")/../volta" drop-caches "$@"
