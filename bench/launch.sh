#!/usr/bin/env bash
# bench/launch.sh [ROUNDS [RUNS [COMMAND...]]]: a short command (default: true) launched by the launcher and by hyperfine, in
# alternating rounds. Needs a build and hyperfine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/lib.sh
. "$here/lib.sh"

rounds=${1:-20}
runs=${2:-50}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- /usr/bin/true
command -v hyperfine >/dev/null || { echo 'hyperfine is not installed' >&2 && exit 1; }
jar=$here/../core/launcher/target/volta-launcher.jar
java=${VOLTA_JAVA_HOME:-${JAVA_HOME:-/usr}}/bin/java
machine
"$java" -cp "$jar" "$here/LaunchRuns.java" "$jar" "$rounds" "$runs" "$@"
