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

# own_folder FOLDER: makes FOLDER for this user alone; fails if it is there and another user may write in it.
own_folder() {
    refuse_foreign_links "$1" || return 1
    (umask 077 && mkdir -p -- "$1") || return 1
    own_folder_is=$(stat -c '%u %a' -- "$1") || return 1
    if [ "${own_folder_is%% *}" != "$(id -u)" ]; then
        echo "$1 belongs to another user (uid ${own_folder_is%% *}); remove it, or choose another folder" >&2
        return 1
    fi
    case ${own_folder_is#* } in
        *[2367]? | *[2367])
            echo "$1 can be written by other users (mode ${own_folder_is#* }); take that away with: chmod go-w $1" >&2
            return 1
            ;;
    esac
}
