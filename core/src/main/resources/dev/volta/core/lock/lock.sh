#!/bin/sh
# lock.sh FOLDER ACTION TOKEN TTL PATIENCE: the lock of a fleet is a folder, which only one can make.
# Inside it: owner (lines TOKEN, TTL and seconds since 1970 when it was taken, then those that stdin had when it was
# taken), alive (touched as long as the owner lives). Whoever takes over an expired lock makes the folder taking inside
# it first, which again only one can.
# Prints one of: held, free, lost; or "taken AGE LEFT" and the owner's own lines. Times are this node's, in seconds.
lock=$1 action=$2 token=$3 ttl=$4 patience=$5

touched() { stat -c %Y "$1" 2>/dev/null || echo 0; }

read_owner() { # sets theirs, limit, since
    theirs='' limit=$ttl since=$(touched "$lock")
    [ ! -f "$lock/owner" ] || { read -r theirs; read -r limit; read -r since; } <"$lock/owner"
}

expired() {
    now=$(date +%s)
    last=$(touched "$lock/alive")
    [ "$last" -ne 0 ] || last=$(touched "$lock")
    [ "$last" -ne 0 ] && [ $((now - last)) -gt "$limit" ]
}

own() {
    printf '%s\n%s\n%s\n%s\n' "$token" "$ttl" "$(date +%s)" "$lines" >"$lock/owner.new" &&
        : >"$lock/alive" && mv "$lock/owner.new" "$lock/owner" || exit 1
    rmdir "$lock/taking" 2>/dev/null # only now, so that nobody else finds it expired
    echo held
    exit 0
}

case $action in
    take)
        lines=$(cat)
        umask 077
        mkdir -p "${lock%/*}" || exit 1
        while :; do
            mkdir "$lock" 2>/dev/null && own
            [ -d "$lock" ] || { mkdir "$lock" && own; }
            [ -d "$lock" ] || exit 1
            read_owner
            if expired && mkdir "$lock/taking" 2>/dev/null; then
                read_owner
                expired && own
                rmdir "$lock/taking"
            fi
            patience=$((patience - 1))
            [ $patience -ge 0 ] || break
            sleep 1
        done
        ;;
    renew)
        read_owner
        [ "$theirs" = "$token" ] || { echo lost; exit 0; }
        : >"$lock/alive"
        echo held
        exit 0
        ;;
    release)
        read_owner
        [ "$token" = any ] || [ "$theirs" = "$token" ] || { echo lost; exit 0; }
        rm -rf -- "$lock"
        echo free
        exit 0
        ;;
    show)
        [ -d "$lock" ] || { echo free; exit 0; }
        read_owner
        ;;
esac
now=$(date +%s)
last=$(touched "$lock/alive")
echo "taken $((now - since)) $((last + limit - now))"
[ ! -f "$lock/owner" ] || sed 1,3d "$lock/owner"
