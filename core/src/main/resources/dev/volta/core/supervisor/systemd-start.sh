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

# write FILE TEXT MASK: at once and whole
write() {
    rm -f -- "$1.new" && (umask "$3" && put "$1.new" "$2") && mv -- "$1.new" "$1" || exit 1
}

umask 022
lines=
mkdir -p /etc/tmpfiles.d || exit 1
while [ $# -gt 0 ]; do
    [ -d "$1" ] || (umask 077 && mkdir -p -- "$1") || exit 1
    lines="${lines}d $2 0$(stat -c '%a %U %G' -- "$1") -
"
    shift 2
done
(umask 077 && mkdir -p -- "${env%/*}") || exit 1
write "$tmpfiles" "$lines" 022
write "$env" "$variables" 077
write "$file" "$definition" 022
systemctl --no-reload --quiet enable "$unit" && systemctl daemon-reload || exit 1
systemctl reset-failed "$unit" 2>/dev/null
exec systemctl start "$unit"
