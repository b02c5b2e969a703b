#!/bin/sh
# write.sh FILE MARK: replaces FILE by the script's content, for its owner alone, at once and whole.
folder=${1%/*}
fresh=$folder/.volta-$2
own_folder "$folder" || exit 1
if [ -d "$1" ]; then
    echo "$1 is a folder" >&2
    exit 1
fi
content_to "$fresh" || exit 1
# A power cut right after the mv may leave an empty file otherwise. A sync that knows no files writes down everything.
sync -- "$fresh" 2>/dev/null || sync
mv -f -- "$fresh" "$1" && exit
rm -f -- "$fresh"
exit 1
