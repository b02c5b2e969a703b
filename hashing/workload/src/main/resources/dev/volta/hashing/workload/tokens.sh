#!/bin/sh
# tokens.sh FILE...: prints the number of each file and the token in it, a line each. Only digits of hexadecimal numbers
# are printed, whatever else is there; of a file that is not there, nothing behind its number. Fails if one that is there
# cannot be read.
number=0
for file; do
    number=$((number + 1))
    { token=$(dd if="$file" bs=128 count=1); } 2>/dev/null || {
        reason=$(LC_ALL=C cat -- "$file" 2>&1 >/dev/null)
        case $reason in
        *': No such file or directory') ;;
        *) echo "cannot read $file: ${reason##*: }" >&2 && exit 1 ;;
        esac
    }
    printf '%s %s\n' $number "$(printf %s "$token" | tr -dc 0-9a-f)"
done
