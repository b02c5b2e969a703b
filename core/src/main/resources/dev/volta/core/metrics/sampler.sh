# shellcheck shell=sh
# Prints what the kernel counts, once for each line that it reads. It reads by itself, and no more than is wanted: to start
# a program takes longer than all of this, and on an emulated machine a tenth of a second.
export LC_ALL=C
ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
echo "ticks ${ticks:-100}"
# Devices only: the bytes of partitions, and of what is made of other disks, would count twice.
disks=
for disk in /sys/block/*; do
    [ ! -e "$disk/device" ] || disks="$disks ${disk##*/}"
done

first_line() {
    read -r line && echo "$line"
}

memory() {
    while read -r line; do
        case $line in
            MemTotal:*) echo "$line" ;;
            MemAvailable:*) echo "$line" && return ;;
        esac
    done
}

disks() {
    while read -r major minor name rest; do
        case "$disks " in
            *" $name "*) echo "$major $minor $name $rest" ;;
        esac
    done
}

network() {
    while read -r line; do
        case $line in
            lo:* | *'|'*) ;;
            *) echo "$line" ;;
        esac
    done
}

# shellcheck disable=SC2094 # nothing is written there
look() {
    first_line </proc/uptime
    first_line </proc/stat
    memory </proc/meminfo
    disks </proc/diskstats
    network </proc/net/dev
} 2>/dev/null

while read -r _; do
    look
    echo .
done
