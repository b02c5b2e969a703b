#!/bin/sh
# states.sh <PATHS: for each path, ended by a null byte, that is there, a line "TYPE-AND-MODE SIZE PATH"; the first is
# hexadecimal, as stat(2) has it. Says "lacking" if what unpacking takes is not there.
for tool in tar xargs sha256sum; do
    command -v "$tool" >/dev/null || { echo lacking; exit 0; }
done
LC_ALL=C
export LC_ALL
xargs -0 stat -c '%f %s %n' -- 2>/dev/null
echo end
