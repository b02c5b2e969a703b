# shellcheck shell=sh
# systemd-remove.sh UNIT PREFIX FOLDER ENV WORK TMPFILES: forgets UNIT, which does not run, with its file in FOLDER and its
# variables in ENV; and TMPFILES, where it was the last whose name begins with PREFIX. What it has left in WORK stays.
case $(property "$1" ActiveState) in
inactive | failed) ;;
*) echo "$1 is still running" >&2; exit 1 ;;
esac
systemctl --no-reload --quiet disable "$1" 2>/dev/null
rm -f -- "$3$1" "$4" && systemctl daemon-reload || exit 1
systemctl reset-failed "$1" 2>/dev/null
[ ! -d "$5" ] || rmdir -- "$5" 2>/dev/null || echo "its files stay in $5"
for other in "$3$2"[!-]*.service; do
    [ ! -f "$other" ] || exit 0
done
rm -f -- "$6"
