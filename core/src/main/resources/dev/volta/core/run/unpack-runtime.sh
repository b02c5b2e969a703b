#!/bin/sh
# unpack-runtime.sh FOLDER ARCHIVE MARK: unpacks a Java runtime beside FOLDER, tries it and puts it there, whole or not at
# all. A FOLDER that is whole stays; one that is not is replaced. Others may do the same at the same time: where there is
# flock(1) they take turns, elsewhere the first one wins.
folder=$1 archive=$2
parent=${folder%/*}
stages=$parent/.new-${folder##*/}-
stage=$stages$3
refuse_foreign_links "$parent" || exit 1
umask 022
trap 'rm -rf -- "$stage" "$stage.old"' EXIT
trap 'exit 1' HUP INT TERM

# publish: where nobody takes turns, another one may do the same in between; then his, which is as whole, may stay.
publish() {
    runtime_is_whole "$folder" && return
    [ ! -e "$folder" ] || mv -- "$folder" "$stage.old" 2>/dev/null
    mv -T -- "$stage" "$folder" 2>/dev/null || mv -- "$stage" "$folder" 2>/dev/null
    rm -rf -- "${folder:?}/${stage##*/}" # where a mv that knows no -T has put it
    runtime_is_whole "$folder"
}

# Whoever may open the lock can hold it.
if command -v flock >/dev/null && (umask 077 && : >>"$folder.lock" && chmod 600 -- "$folder.lock") 2>/dev/null; then
    exec 9>>"$folder.lock"
    tries=0
    until flock -n 9; do
        tries=$((tries + 1))
        [ $tries -lt 960 ] || { echo "another process has had $folder.lock for 8 minutes" >&2; exit 1; }
        sleep 0.5
    done
    rm -rf -- "$stages"* # of those that were killed in the middle
fi
if ! runtime_is_whole "$folder"; then
    # o: what is unpacked is this user's, also as root, and also where nothing can be given away.
    # What it is packed with may be as open as somebody's umask was.
    if ! { (umask 077 && mkdir -- "$stage") && tar -C "$stage" -xzof "$archive" && chmod -R go-w "$stage" && chmod 755 "$stage"; }; then
        runtime_is_whole "$folder" && exit # somebody else was first, and has removed the archive
        echo "the Java that was sent cannot be unpacked" >&2
        exit 1
    fi
    if ! said=$("$stage/bin/java" -version 2>&1); then
        echo "the Java that was sent does not run: $said" >&2
        exit 1
    fi
    runtime_size "$stage" >"$stage/.volta-size" && sync || exit 1
    tries=0
    until publish; do
        tries=$((tries + 1))
        [ $tries -lt 10 ] || { echo "cannot put $folder in its place" >&2; exit 1; }
        sleep 0.5
    done
fi
rm -f -- "$archive"
