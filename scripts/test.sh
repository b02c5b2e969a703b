#!/bin/sh
# Installs what the tests use, then builds and tests everything. Arguments go to Maven.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
"$root/scripts/ci-deps.sh"
# With a JDK 25 for Maven itself the formatter runs too; without one the build finds its JDK or says what is missing.
jdk=$("$root/volta" --which-jdk | sed -n 's/.*(\(.*\)) is Java .*: chosen$/\1/p') || jdk=
if [ -n "$jdk" ]; then
    export JAVA_HOME="$jdk"
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
fi
cd "$root"
# Two modules at a time where neither needs the other: most tests wait, and use little of a processor.
exec mvn -B -ntp -T 2 verify "$@"
