#!/bin/sh
# hashes.sh: its content is paths, a line each; prints the SHA-256 of each file that can be read, as sha256sum does.
LC_ALL=C
export LC_ALL
content=
read_content || exit 1
printf %s "$content" | tr '\n' '\0' | xargs -0 sha256sum --
