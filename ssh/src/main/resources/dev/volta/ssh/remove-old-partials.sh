#!/bin/sh
# remove-old-partials.sh TARGET: removes from the folder of TARGET what this user's uploads have left unfinished, and
# nobody has written for a week.
folder=${1%/*}/.
refuse_foreign_links "${1%/*}" || exit 1
find "$folder" -maxdepth 1 -name '.volta-*.part' -type f -user "$(id -u)" -mtime +6 -exec rm -f -- {} +
