#!/bin/sh
# unpack.sh FOLDER STAGE <ARCHIVE: unpacks a tar archive beside FOLDER, in STAGE, and moves its files into FOLDER when all
# of them are there.
folder=$1
stage=$2.$$ # another push to the same folder has its own
umask 022
trap 'rm -rf -- "$stage"' EXIT
trap 'exit 1' HUP INT TERM
rm -rf -- "$stage"
mkdir -p -- "$stage" && tar -C "$stage" -xpmof - || exit 1
if [ ! -e "$folder" ] && [ ! -h "$folder" ]; then
    mv -- "$stage" "$folder"
    exit
fi
cd -- "$stage" || exit 1
# shellcheck disable=SC2016 # the inner shells expand these
find . -type d -exec sh -c 'for d do mkdir -p -- "$0/$d" || exit 1; done' "$folder" {} + &&
    find . -type f -exec sh -c 'for f do mv -f -- "$f" "$0/$f" || exit 1; done' "$folder" {} +
