# shellcheck shell=sh
# Functions for the content of a script, which stands on its standard input behind a line "LENGTH SHA256". They fail
# unless all of it came, and say so.

# content_to FILE: writes the content to FILE, which must not be there, for its owner alone. A FILE that is not whole is
# removed.
content_to() {
    read_content_head
    (umask 077; set -C; : >"$1") || return 1
    cat >>"$1" && content_is_whole <"$1" && return
    rm -f -- "$1"
    return 1
}

# read_content: sets content to the content, which is text.
read_content() {
    read_content_head
    content=$(cat && echo .) || return 1
    content=${content%.}
    printf %s "$content" | content_is_whole
}

# read_content_head: sets content_length and content_digest; the length is ? if the line broke off, empty if nothing came.
read_content_head() {
    read -r content_length content_digest || content_length=${content_length:+?}
}

# content_is_whole <BYTES
content_is_whole() {
    case $content_length in
    '')
        echo "it got no standard input, which it has to read; a forced command or a wrapper may keep it away" >&2
        return 1
        ;;
    '?') echo "what it was to read broke off in its first line" >&2; return 1 ;;
    esac
    if command -v sha256sum >/dev/null; then
        content_came=$(sha256sum)
        [ "${content_came%% *}" = "$content_digest" ] && return
    elif [ "$(wc -c)" -eq "$content_length" ]; then
        return
    fi
    echo "what it was to read broke off, or changed on the way: not the $content_length bytes that were sent" >&2
    return 1
}
