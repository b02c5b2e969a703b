#!/bin/sh
# lock.sh FOLDER NAME ACTION TOKEN TTL PATIENCE: the lock NAME among all users of this node. FOLDER is theirs together,
# and sticky as /tmp is: what is in it can be changed and removed by its owner and root alone.
#
# Who wants the lock puts a claim there, a file that others can read: volta-lock.NAME.TOKEN.ask while he asks for it,
# .held once he has it. A claim lives until it was not renewed for its time to live. Somebody else's claim is believed
# only as far as it keeps us from the lock.
#   - Who asks gives way to a held claim that lives, and to one who asks too with a lower token.
#   - Whoever is left renames his claim to .held and looks again: another held one that lives makes him give way. Since
#     each puts his own there before he looks, no two can both miss the other.
#   - The owner renews his claim. He has lost the lock if his claim is gone, or had expired before it was renewed. While it
#     lives nobody can have taken the lock, so no claim of others counts.
#
# A claim has the lines 'volta-lock 1', STAMP, BOOT, TTL, SINCE, those that stdin had, 'end'. STAMP (12 wide, so that it
# is written over in place) and SINCE are seconds since this node was booted, which no setting of its clock changes; those
# of an earlier boot are older than this one. A claim that is not whole, as a power cut may leave it, is as old as the
# file, or as this boot if that is less.
#
# Who breaks somebody's claim leaves a note for him, volta-lock.NAME.TOKEN.broken: a claim with the four lines of whoever
# breaks it. It is of no account for who has the lock.
#
# Prints one of: held; free; lost HOW; taken AGE LEFT USER TOKEN KIND and the four lines of the owner. Behind 'lost taken',
# and behind 'lost broken' if there is a note, comes such a 'taken' of whoever has it now, or has broken it. AGE and LEFT
# are in seconds, AGE is - where it is not known; USER is - where it is our own; KIND is whole, damaged or asking.
# shellcheck disable=SC2154 # content comes from content.sh
name=$2 action=$3 token=$4 ttl=$5 patience=$6
mine=volta-lock.$name.$token
asking=10    # seconds that the claim of one who asks lives
longest=3600 # seconds that anybody may let his claim live
LC_ALL=C
export LC_ALL

fail() {
    echo "$1" >&2
    exit 1
}

now() {
    { read -r up _ </proc/uptime && read -r boot </proc/sys/kernel/random/boot_id; } || fail "cannot read /proc"
    up=${up%.*}
}

is_number() { case $1 in '' | *[!0-9]* | 0?* | ?????????????*) return 1 ;; esac; } # 010 would be octal

# look CLAIM: whether it lives; one that is not there does not. Sets left, since, user, kind and the four lines of its owner
look() {
    limit=$ttl age=$up since=- kind=damaged one='' two='' three='' four=''
    text=$(dd if="$1" bs=4096 count=1 2>/dev/null | tr -d '\000')
    {
        read -r magic
        read -r stamp
        read -r its_boot
        read -r its_limit
        read -r taken
        read -r one
        read -r two
        read -r three
        read -r four
        read -r end
    } <<EOF
$text
EOF
    if [ "$magic $end" = 'volta-lock 1 end' ] && is_number "$stamp" && is_number "$its_limit" && is_number "$taken"; then
        kind=whole
        [ "$its_limit" -gt $longest ] || limit=$its_limit
        if [ "$its_boot" = "$boot" ] && [ "$stamp" -le "$up" ]; then
            age=$((up - stamp)) since=$((up - taken))
        fi
    else
        changed=$(($(date +%s) - $(stat -c %Y "$1" 2>/dev/null || echo 0)))
        [ $changed -lt 0 ] || [ $changed -ge "$age" ] || age=$changed
    fi
    case $1 in
        *.held | *.broken) ;;
        *) kind=asking limit=$asking ;;
    esac
    left=$((limit - age)) user=-
    [ -O "$1" ] || user=$(stat -c %U "$1" 2>/dev/null)
    [ "$age" -le "$limit" ] && [ -f "$1" ]
}

# others KIND: the claims of others; names of another form are not ours
others() {
    for claim in "volta-lock.$name".*."$1"; do
        its=${claim#"volta-lock.$name."}
        its=${its%."$1"}
        case $its in
            '' | "$token" | *[!A-Za-z0-9]*) continue ;;
        esac
        [ ! -L "$claim" ] && [ -f "$claim" ] && echo "$claim"
    done
}

# living KIND: whether some claim of others lives, and then theirs
living() {
    for theirs in $(others "$1"); do
        look "$theirs" && return
    done
    return 1
}

is_ours() { [ ! -L "$1" ] && [ -f "$1" ] && [ -O "$1" ]; }

stamp() { printf 'volta-lock 1\n%12d\n' "$up" 1<>"$1"; }

# write FILE: a claim of now, where nothing was
write() (
    umask 022
    set -C
    printf 'volta-lock 1\n%12d\n%s\n%s\n%s\n%s\nend\n' "$up" "$boot" "$ttl" "$up" "$content" >"$1"
)

withdraw() { rm -f "$mine.ask" "$mine.new" 2>/dev/null; }

# Publishes a claim as a whole. One that is stopped here for long is taken for dead, and what it wrote is removed.
publish() {
    withdraw
    write "$mine.new" || fail "cannot write $PWD/$mine.new"
    mv -f "$mine.new" "$mine.ask" 2>/dev/null && is_ours "$mine.ask"
}

ask() {
    for _ in 1 2 3 4 5; do
        now
        publish && return
    done
    fail "cannot write $PWD/$mine.ask"
}

# Whether the lock is ours now; theirs is the claim that stands against it.
try() {
    ask
    turn=0
    while :; do
        now
        living held && return 1
        rival=''
        for theirs in $(others ask); do
            look "$theirs" || continue
            rival=$theirs
            its=${theirs%.ask}
            expr "x${its##*.}" \< "x$token" >/dev/null && return 1
        done
        [ -z "$rival" ] && mv -f "$mine.ask" "$mine.held" 2>/dev/null && break
        theirs=$rival turn=$((turn + 1)) # it gives way, or expires
        [ $turn -le 400 ] || return 1
        sleep 0.05 2>/dev/null || sleep 1
        ask
    done
    is_ours "$mine.held" || fail "cannot write $PWD/$mine.held"
    now
    living held || return 0
    rm -f "$mine.held"
    return 1
}

# Removes what nobody can use any more, as far as we may.
clean() {
    for dead in $(others held) $(others ask) $(others new) $(others broken); do
        look "$dead" || rm -f "$dead" 2>/dev/null
    done
}

# youngest: of the held claims of others, which have all expired
youngest() {
    best='' most=''
    for claim in $(others held); do
        look "$claim"
        if [ -z "$best" ] || [ "$left" -gt "$most" ]; then best=$claim most=$left; fi
    done
    theirs=$best
    [ -n "$best" ]
}

tell() { # tell CLAIM, which may just have become a held one
    [ -f "$1" ] || set -- "${1%.ask}.held"
    look "$1"
    its=${1#"volta-lock.$name."}
    printf 'taken %s %s %s %s %s\n%s\n%s\n%s\n%s\n' "$since" "$left" "${user:-?}" "${its%.*}" $kind "$one" "$two" "$three" "$four"
}

told() { # who has it, or had it last, or asks for it
    if living held || living ask || youngest; then tell "$theirs"; else echo free; fi
}

# break_it CLAIM: takes a held claim away; the note for its owner is his, so that he can remove it
break_it() {
    note=${1%.held}.broken
    rm -f "$note" 2>/dev/null
    if look "$1" && [ $kind = whole ] && write "$note" 2>/dev/null && [ ! -O "$1" ]; then
        chown "$(stat -c %u "$1")" "$note" 2>/dev/null
    fi
    rm -f "$1" 2>/dev/null || rm -f "$note" 2>/dev/null
}

# Our claim is gone; only root and we ourselves can have removed it.
broken() {
    echo lost broken
    note=$mine.broken
    if [ ! -L "$note" ] && [ -f "$note" ] && { [ -O "$note" ] || [ "$(stat -c %u "$note")" = 0 ]; }; then
        look "$note" && [ $kind = whole ] && tell "$note"
        rm -f "$note" 2>/dev/null
    fi
}

cd "$1" || exit 1
owner=$(stat -c '%u %a' .) # a slow machine feels each program
mode=${owner#* } owner=${owner% *}
case $owner in
    0 | "$(id -u)" | "$(stat -c %u /)") ;;
    *) fail "$1 belongs to user $owner, who could remove a lock there; it has to be root's" ;;
esac
[ $((0$mode & 022)) -eq 0 ] || [ $((0$mode & 01000)) -ne 0 ] ||
    fail "$1 has mode $mode, so that others could remove a lock there; it has to be sticky, mode 1777"
now

case $action in
    take)
        read_content || exit 1
        trap withdraw EXIT
        while :; do
            if try; then
                clean
                echo held
                exit 0
            fi
            withdraw
            patience=$((patience - 1))
            [ $patience -ge 0 ] || break
            sleep 1
        done
        tell "$theirs"
        ;;
    renew)
        if ! is_ours "$mine.held"; then
            broken
        elif ! look "$mine.held"; then
            rm -f "$mine.held"
            echo lost expired
        elif [ $kind = damaged ]; then
            rm -f "$mine.held"
            echo lost damaged
        else
            expires=$((up + left))
            stamp "$mine.held" || fail "cannot write $PWD/$mine.held"
            now
            if [ "$up" -gt $expires ]; then # it had expired when it was stamped, or just after
                rm -f "$mine.held"
                if living held; then
                    echo lost taken
                    tell "$theirs"
                else
                    echo lost expired
                fi
            elif ! look "$mine.held" || [ $kind = damaged ]; then
                rm -f "$mine.held" # it was broken just now, and what was stamped is a new file
                broken
            else
                echo held
            fi
        fi
        ;;
    release)
        withdraw
        if ! is_ours "$mine.held"; then
            broken
        elif look "$mine.held"; then
            rm -f "$mine.held" && echo free
        else
            rm -f "$mine.held"
            echo lost expired
        fi
        ;;
    break)
        read_content || exit 1
        for claim in $(others held); do
            break_it "$claim"
        done
        for claim in $(others ask) $(others new); do
            rm -f "$claim" 2>/dev/null
        done
        told
        ;;
    show) told ;;
esac
