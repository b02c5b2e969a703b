#!/bin/sh
# unpack.sh FOLDER MARK <ARCHIVE: unpacks a tar archive in a hidden folder of FOLDER, and moves its files into FOLDER when
# all of them are there: the archive ends with an empty file MARK. No name in it has a line feed.
folder=$1 mark=$2
stage=$folder/.volta-$mark
refuse_foreign_links "$folder" || exit 1
umask 022
[ -z "${folder%/*}" ] || mkdir -p -- "${folder%/*}" || exit 1
fresh=
if mkdir -- "$folder" 2>/dev/null; then
    fresh=yes
elif [ ! -d "$folder" ]; then
    mkdir -- "$folder" # says why
    exit 1
fi
trap 'rm -rf -- "$stage"; [ -z "$fresh" ] || rmdir -- "$folder" 2>/dev/null' EXIT
trap 'exit 1' HUP INT TERM PIPE # who sends may be gone, and whoever says so gets a PIPE
(umask 077 && mkdir -- "$stage") && tar -C "$stage" -xpmof - && cd -- "$stage" || exit 1
[ -f "$mark" ] || { echo "what was sent broke off; nothing was changed" >&2; exit 1; }
if [ -n "$fresh" ]; then
    rm -f -- "$mark"
    # shellcheck disable=SC2016 # the inner shell expands these
    find . ! -name . -prune -exec sh -c 'mv -- "$@" "$0"/' "$folder" {} +
    exit
fi
# A folder that somebody puts in the place of a file must not get it; not every mv can be told so.
exact=-T
mv -T -- "$mark" "$mark.moved" 2>/dev/null || exact=
rm -f -- "$mark" "$mark.moved"
find . ! -name . -type d | while IFS= read -r name; do
    name=${name#./}
    if [ -h "$folder/$name" ]; then
        refuse_foreign_links "$folder/$name" || exit 1
    fi
    [ -d "$folder/$name" ] || mkdir -- "$folder/$name" || exit 1
done || exit 1
# shellcheck disable=SC2016 # the inner shell expands these
find . -type f -exec sh -c 'to=$1 exact=$2; shift 2; for f do mv -f $exact -- "$f" "$to/$f" || exit 1; done' \
    sh "$folder" "$exact" {} +
