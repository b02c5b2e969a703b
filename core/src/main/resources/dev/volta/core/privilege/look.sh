#!/bin/sh
# look.sh: how this user becomes root: 40 is root, 41 has no sudo, 42 is refused by sudo, whose words are on standard
# error, 0 is asked for nothing. With 42 it prints the commands that sudo would run without a password, if there are any.
[ "$(id -u)" != 0 ] || exit 40
command -v sudo >/dev/null 2>&1 || exit 41
export LC_ALL=C
sudo -n true && exit 0
sudo -n -l 2>/dev/null | sed -n 's/^ *([^)]*) *NOPASSWD: *//p'
exit 42
