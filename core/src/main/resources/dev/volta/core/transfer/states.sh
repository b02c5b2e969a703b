#!/bin/sh
# states.sh <PATHS: for each path, ended by a null byte, that is there, a line "TYPE-AND-MODE SIZE PATH"; the first is
# hexadecimal, as stat(2) has it. Says "lacking" if what unpacking takes is not there.
command -v tar >/dev/null && command -v xargs >/dev/null && command -v sha256sum >/dev/null || { echo lacking; exit 0; }
LC_ALL=C
export LC_ALL
xargs -0 stat -c '%f %s %n' -- 2>/dev/null
echo end
