# shellcheck shell=sh disable=SC2154 # set by content.sh
# diff.sh FILE NAME [hide]: how FILE differs from the content, as a unified diff in which it is called NAME. With hide, a FILE
# that holds values of variables, as definitions did in versions before, is not shown.
read_content || exit 1
file=$1
[ -e "$file" ] || file=/dev/null
if [ -n "$3" ] && grep -q -e '^exec env ' -e '^Environment=' -- "$file"; then
    echo "$2 holds values of variables, which are not shown; it is written anew"
    exit
fi
printf %s "$content" | diff -u -L "$2" -L "$2 (wanted)" -- "$file" -
[ $? -lt 2 ]
