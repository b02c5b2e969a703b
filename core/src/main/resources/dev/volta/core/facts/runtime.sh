# shellcheck shell=sh
# Functions for Java runtimes that Volta unpacks on nodes: how many files a runtime has, and how many bytes, is written down
# in it when it is whole and was seen to run.

# runtime_size FOLDER
runtime_size() {
    find "$1" -type f ! -name .volta-size -exec ls -ln {} + | awk '{ bytes += $5 } END { print NR, bytes }'
}

# runtime_is_whole FOLDER
runtime_is_whole() {
    [ -x "$1/bin/java" ] && [ -f "$1/.volta-size" ] && read -r runtime_had <"$1/.volta-size" &&
        [ "$runtime_had" = "$(runtime_size "$1")" ]
}
