#!/bin/sh
# Functions to see whether what lies in a folder can be believed.

# alterable_by_others MODE UID GID MAY_BE_SHARED: prints how somebody else than this user and root can change what lies in
# a folder with this line of ls; fails if nobody can. A folder that may be shared is sticky like /tmp. A group whose number
# is the user's own is his alone.
alterable_by_others() {
    own=$(id -u)
    case $1 in
    l*) echo "it is a symbolic link of uid $2" && return ;;
    d*) ;;
    *) echo "it is no folder" && return ;;
    esac
    [ "$2" = "$own" ] || [ "$2" = 0 ] || { echo "it belongs to uid $2, mode $1" && return; }
    case $1$4 in
    d????????[tT]*yes) return 1 ;;
    d???????w*) echo "everybody can change it, mode $1" && return ;;
    d????w*) [ "$3" = "$own" ] || [ "$3" = 0 ] || { echo "group $3 can change it, mode $1" && return; } ;;
    esac
    return 1
}

# foreign_itself FOLDER [MAY_BE_SHARED]: prints why what lies in FOLDER cannot be believed; fails if it can. A folder above
# it is not looked at.
foreign_itself() {
    # shellcheck disable=SC2012 # the name, which may hold anything, is not read
    LC_ALL=C ls -ldn -- "$1" | {
        read -r mode _ uid gid _
        why=$(alterable_by_others "$mode" "$uid" "$gid" "${2:-no}") && echo "$1 is not a folder of yours alone: $why"
    }
}

# foreign FOLDER: the same, and somebody else may not be able to put another folder in its place either. A folder that is
# not there is nobody's.
foreign() {
    [ -e "$1" ] || [ -L "$1" ] || return 1
    foreign_itself "$1" && return
    above=$(cd -P -- "$1" && pwd -P) || return 1
    while [ "$above" != / ] && [ "$above" != "" ]; do
        above=${above%/*}
        foreign_itself "${above:-/}" yes && return
    done
    return 1
}
