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
