# shellcheck shell=sh disable=SC2154 # set by content.sh
# systemd-start.sh UNIT FILE ENV TMPFILES [FOLDER QUOTED]...: starts UNIT unless it runs. FILE and ENV are where its definition
# and its variables go; the content sets definition and variables to those. TMPFILES describes every FOLDER as it is, as
# tmpfiles.d(5) quotes it, to the node's boot.
read_content || exit 1
unit=$1 file=$2 env=$3 tmpfiles=$4
shift 4
case $(property "$unit" ActiveState) in active | activating | reloading) exit 0 ;; esac
definition='' variables=''
eval "$content"

# beside FILE TEXT MASK: writes FILE.new
beside() {
    rm -f -- "$1.new" && (umask "$3" && put "$1.new" "$2") || exit 1
}

umask 022
lines=
mkdir -p -- "${tmpfiles%/*}" || exit 1
while [ $# -gt 0 ]; do
    [ -d "$1" ] || (umask 077 && mkdir -p -- "$1") || exit 1
    lines="${lines}d $2 0$(stat -c '%a %U %G' -- "$1") -
"
    shift 2
done
(umask 077 && mkdir -p -- "${env%/*}") || exit 1
beside "$tmpfiles" "$lines" 022
beside "$env" "$variables" 077
beside "$file" "$definition" 022
# On the disk before they have their names: a power cut may leave an empty file, and systemd takes that for one without
# variables. A sync that knows no files writes down everything.
sync -- "$tmpfiles.new" "$env.new" "$file.new" 2>/dev/null || sync || exit 1
for path in "$tmpfiles" "$env" "$file"; do mv -- "$path.new" "$path" || exit 1; done
systemctl --no-reload --quiet enable "$unit" && systemctl daemon-reload || exit 1
systemctl reset-failed "$unit" 2>/dev/null
exec systemctl start "$unit"
