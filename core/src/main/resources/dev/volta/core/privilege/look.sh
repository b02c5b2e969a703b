#!/bin/sh
# look.sh: how this user becomes root: 40 is root, 41 has no sudo, 42 is asked for a password, 0 is asked for nothing.
[ "$(id -u)" != 0 ] || exit 40
command -v sudo >/dev/null 2>&1 || exit 41
sudo -n true 2>/dev/null || exit 42
