# shellcheck shell=sh
# Functions for places where other users of the machine may have put something.

# refuse_foreign_links PATH: fails if PATH, or a folder on the way to it, is a symbolic link of somebody else than root and
# this user: it may lead anywhere.
refuse_foreign_links() {
    links_at=$1
    while [ -n "$links_at" ]; do
        if [ -h "$links_at" ]; then
            links_of=$(stat -c %u -- "$links_at") || return 1
            if [ "$links_of" != 0 ] && [ "$links_of" != "$(id -u)" ]; then
                echo "$links_at is a symbolic link of another user (uid $links_of), and is not followed;" \
                    "name the folder that it is to be" >&2
                return 1
            fi
        fi
        case $links_at in
            */*) links_at=${links_at%/*} ;;
            *) links_at= ;;
        esac
    done
}

# own_uid: sets own to this user's number, which takes a program.
own_uid() {
    [ -n "$own" ] || own=$(id -u)
}
own=

# alterable_by_others MODE UID GID MAY_BE_SHARED: sets why to how somebody else than this user and root can change what lies
# in a folder with this line of ls; fails if nobody can. A folder that may be shared is sticky like /tmp. A group whose
# number is the user's own is his alone. Needs own.
alterable_by_others() {
    why=
    case $1 in
    l*) why="it is a symbolic link of uid $2" && return ;;
    d*) ;;
    *) why="it is no folder" && return ;;
    esac
    [ "$2" = "$own" ] || [ "$2" = 0 ] || { why="it belongs to uid $2, mode $1" && return; }
    case $1$4 in
    d????????[tT]*yes) return 1 ;;
    d???????w*) why="everybody can change it, mode $1" && return ;;
    d????w*) [ "$3" = "$own" ] || [ "$3" = 0 ] || { why="group $3 can change it, mode $1" && return; } ;;
    esac
    return 1
}

# real_path FOLDER: sets real to the path of FOLDER without links, also if its name ends in line feeds.
real_path() {
    real=$(cd -P -- "$1" && pwd -P && echo .) || return 1
    real=${real%?.}
}

# foreign_itself FOLDER [MAY_BE_SHARED]: prints why what lies in FOLDER cannot be believed; fails if it can. A folder above
# it is not looked at.
foreign_itself() {
    own_uid
    # shellcheck disable=SC2012 # the name, which may hold anything, is not read
    LC_ALL=C ls -ldn -- "$1" | {
        read -r mode _ uid gid _
        alterable_by_others "$mode" "$uid" "$gid" "${2:-no}" && echo "$1 is not a folder of yours alone: $why"
    }
}

# foreign FOLDER: the same, and somebody else may not be able to put another folder in its place either. A folder that is
# not there is nobody's.
foreign() {
    [ -e "$1" ] || [ -L "$1" ] || return 1
    foreign_itself "$1" && return
    real_path "$1" || return 1
    set --
    above=$real
    while [ "$above" != / ] && [ "$above" != "" ]; do
        above=${above%/*}
        set -- "$@" "${above:-/}"
    done
    first_foreign "$@"
}

# first_foreign FOLDER...: as foreign_itself, of the first of folders that may be shared; all are looked at by one ls, since a
# slow machine feels each program.
first_foreign() {
    case $* in
    *'
'*)
        for above in "$@"; do foreign_itself "$above" yes && return; done
        return 1
        ;;
    esac
    [ $# -gt 0 ] || return
    own_uid
    # shellcheck disable=SC2012 # the names are only printed
    LC_ALL=C ls -ldn -- "$@" | {
        while read -r mode _ uid gid _ _ _ _ name; do
            alterable_by_others "$mode" "$uid" "$gid" yes || continue
            echo "$name is not a folder of yours alone: $why"
            exit 0
        done
        exit 1
    }
}

# foreign_places FOLDER...: prints, for each place where a FOLDER is or will be made, how somebody else than this user and
# root can change what lies in it; the same sentence may come twice. One ls looks at all.
foreign_places() {
    places=$# themselves='
'
    for place in "$@"; do
        at=$place
        while [ -n "$at" ] && [ ! -d "$at" ]; do
            at=${at%/*}
        done
        real_path "${at:-/}" || continue
        at=$real
        [ ! -d "$place" ] || themselves="$themselves$at
"
        set -- "$@" "$at"
        while [ "$at" != / ]; do
            at=${at%/*} at=${at:-/}
            set -- "$@" "$at"
        done
    done
    shift "$places"
    own_uid
    # shellcheck disable=SC2012 # names that hold anything are only printed
    LC_ALL=C ls -ldn -- "$@" | while read -r mode _ uid gid _ _ _ _ name; do
        shared=yes
        case $themselves in *"
$name
"*) shared=no ;; esac
        alterable_by_others "$mode" "$uid" "$gid" "$shared" && echo "$name is not a folder of yours alone: $why"
    done
    return 0
}

# own_folder FOLDER: makes FOLDER for this user alone; fails if it is there, or what a link of his leads to, and somebody else
# than he and root can change what lies in it.
own_folder() {
    refuse_foreign_links "$1" || return 1
    (umask 077 && mkdir -p -- "$1") || return 1
    foreign_itself "$1/." >/dev/null || return 0
    own_folder_is=$(stat -L -c '%u %a' -- "$1") || return 1
    case ${own_folder_is%% *} in
    "$(id -u)" | 0)
        echo "$1 can be written by other users (mode ${own_folder_is#* }); take that away with: chmod go-w $1" >&2
        ;;
    *) echo "$1 belongs to another user (uid ${own_folder_is%% *}); remove it, or choose another folder" >&2 ;;
    esac
    return 1
}
