# shellcheck shell=sh
# A function for folders that uploads go into; it takes those of paths.sh.

# remove_unfinished FOLDER: removes from FOLDER what uploads of this user have left unfinished, and nobody has written for a
# week: partial files, and folders that files were unpacked in. Most folders have neither, so that find(1) seldom runs.
remove_unfinished() {
    for unfinished in "$1"/.volta-*; do
        [ -e "$unfinished" ] || [ -h "$unfinished" ] || return 0
        refuse_foreign_links "$1" || return 1
        find "$1/." -maxdepth 1 -user "$(id -u)" -mtime +6 \
            \( -type f -name '.volta-*.part' -o -type d -name '.volta-????????????????????????????????' \) \
            -exec rm -rf -- {} +
        return 0
    done
}
