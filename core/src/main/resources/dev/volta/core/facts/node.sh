#!/bin/sh
# node.sh FOLDER...: prints sections as facts.sh does: what keeps services, which Javas there are (ours, if they
# are whole, in the first FOLDER), and how much room there is in each FOLDER, or in the nearest parent that exists.
LC_ALL=C
export LC_ALL
echo '@@ supervisor'
if [ -d /run/systemd/system ]; then echo systemd; else echo plain; fi
echo '@@ javas'
{ command -v java; ls -d /usr/lib/jvm/*/bin/java /opt/*/bin/java "$1"/volta-jre-*/bin/java; } 2>/dev/null |
    while IFS= read -r java; do readlink -f "$java"; done | sort -u |
    while IFS= read -r java; do
        home=${java%/bin/java}
        case ${home##*/} in
            volta-jre-*) runtime_is_whole "$home" || continue ;;
        esac
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$home/release" 2>/dev/null)
        [ -n "$version" ] && echo "$version $home"
    done
number=0
for folder in "$@"; do
    while [ ! -d "$folder" ]; do
        folder=${folder%/*}
        folder=${folder:-/}
    done
    echo "@@ free$number"
    df -Pk "$folder" 2>/dev/null | awk 'NR > 1 { print $4 }'
    number=$((number + 1))
done
exit 0
