#!/bin/sh
# tokens.sh FILE...: prints the number of each file and the token in it, a line each. Only digits of hexadecimal numbers
# are printed, whatever else is there; of a file that cannot be read, nothing behind its number.
number=0
for file; do
    number=$((number + 1))
    printf '%s %s\n' $number "$(dd if="$file" bs=128 count=1 2>/dev/null | tr -dc 0-9a-f)"
done
