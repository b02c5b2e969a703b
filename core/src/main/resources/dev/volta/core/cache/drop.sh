#!/bin/sh
# drop.sh LEVEL FILE: writes back what is dirty, because only clean pages can be dropped, then drops.
sync && echo "$1" >"$2"
