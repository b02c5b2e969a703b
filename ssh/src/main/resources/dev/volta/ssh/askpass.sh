#!/bin/sh
# ssh asks this for the passphrase of a key. VOLTA_PASSPHRASES has, for each key, a line with its file and one with the
# passphrase.
while IFS= read -r file && IFS= read -r passphrase; do
    case $1 in
    *"'$file'"*)
        printf '%s\n' "$passphrase"
        exit 0
        ;;
    esac
done <<END
$VOLTA_PASSPHRASES
END
exit 1
