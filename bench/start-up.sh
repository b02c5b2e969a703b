#!/usr/bin/env bash
# bench/start-up.sh [ROUNDS]: what it costs to be asked something trivial, beside clush.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

volta=$here/../volta
"$volta" --version >/dev/null
machine
printf '\n'
tools=("clush---version=clush --version" "volta---version='$volta' --version" "volta---help='$volta' --help")
[ -z "${BEFORE:-}" ] || tools+=("before---version='$BEFORE' --version" "before---help='$BEFORE' --help")
measure "${1:-15}" "${tools[@]}"
