#!/bin/sh
# ask.sh PROMPT UNSEEN: asks at the terminal and prints the answer; UNSEEN (true or false) says whether it stays invisible.
(: <>/dev/tty) 2>/dev/null || exit 1
exec 3<>/dev/tty
settings=$(stty -g <&3)
trap 'stty "$settings" <&3' EXIT
trap 'exit 130' INT TERM
[ "$2" = false ] || stty -echo <&3
printf '%s' "$1" >&3
IFS= read -r answer <&3 || exit 1
[ "$2" = false ] || echo >&3
printf '%s' "$answer"
