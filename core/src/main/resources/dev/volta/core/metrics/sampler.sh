# shellcheck shell=sh
# Prints what the kernel counts, again and again. Parameters: how long to sleep between two looks, and how many times.
# One sed reads all files, since starting programs is what costs.
export LC_ALL=C
ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
echo "ticks ${ticks:-100}"
# Devices only: the bytes of partitions, and of what is made of other disks, would count twice.
for disk in /sys/block/*; do
    [ ! -e "$disk/device" ] || echo "disk ${disk##*/}"
done
wanted='
/^HugePages_/d
/ loop[0-9]/d
/ ram[0-9]/d
/^[0-9]*\.[0-9]* [0-9]*\.[0-9]*$/p
/^cpu /p
/^MemTotal:/p
/^MemAvailable:/p
/^ *[0-9][0-9]*  *[0-9][0-9]* [a-z]/p
/^ *[^ :]*: *[0-9][0-9 ]*$/p
'
while :; do
    sed -n "$wanted" /proc/uptime /proc/stat /proc/meminfo /proc/diskstats /proc/net/dev 2>/dev/null
    echo .
    i=0
    while [ "$i" -lt "$2" ]; do
        # Nobody may be there any more who reads this; then it ends here.
        echo || exit 1
        sleep "$1" || exit 1
        i=$((i + 1))
    done
done
