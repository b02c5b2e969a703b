# shellcheck shell=sh
# shellcheck disable=SC2154 # set by content.sh
# plain-start.sh FOLDER WORK LOG: starts the service of FOLDER unless it runs. WORK is the folder that it runs in. LOG is
# where its output goes; empty: a file in FOLDER. The content sets run, env, settings, functions, watch, launch, sums and boot
# to the texts of the files that launch.sh and the node's boot find. It needs the functions of login.sh, too.
read_content || exit 1
umask 077
for path in "$1" "$2" "$3"; do refuse_foreign_links "$path" || exit 1; done
# refuse_foreign PATH: fails if the folder PATH belongs to another user; before anything is made in it, and after.
refuse_foreign() {
    [ -e "$1" ] && [ ! -O "$1" ] || return 0
    echo "$1 belongs to another user (uid $(stat -L -c %u -- "$1")); remove it, or choose another folder" >&2
    return 1
}
refuse_foreign "${1%/*}" && refuse_foreign "${2%/*}" || exit 1
mkdir -p -- "$1/new" "$2" ${3:+"${3%/*}"} || exit 1
refuse_foreign "${1%/*}" && refuse_foreign "${2%/*}" || exit 1
cd "$1" || exit 1
take_turn
mend || { echo "the service changed just now; start it again" >&2 && exit 1; }
exit_if_running
run='' env='' settings='' functions='' watch='' launch='' sums='' boot=''
eval "$content"

# Versions before ran a service in FOLDER itself: what it has left there comes along.
if [ -f run ] && [ ! -f sums ]; then
    for file in * .[!.]*; do
        case $file in
        run | log | watcher | child | limits | functions.sh | watch.sh | launch.sh | cgroups) ;;
        wanted | restarts | ended | oom | turn | new | .*.new) ;;
        *) [ ! -e "$file" ] || [ -e "$2/$file" ] || mv -- "$file" "$2" || exit 1 ;;
        esac
    done
fi

if [ -n "$3" ]; then
    : >>"$3" && ln -sfn -- "$3" log || exit 1
fi
put new/run "$run" && put new/env "$env" && put new/settings "$settings" && put new/functions.sh "$functions" || exit 1
put new/watch.sh "$watch" && put new/launch.sh "$launch" && put new/.boot "$boot" && put_login new/login || exit 1
sum=$(sha256sum <new/login) && put new/sums "$sums${sum%% *}  login
" || exit 1
# new/* is sorted: the node's boot never finds a new launch.sh with old functions.sh
mv new/.boot .. && mv new/* . && put wanted '' || exit 1
sh ./launch.sh "$1" held || { rm -f wanted; exit 1; }
