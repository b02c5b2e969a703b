#!/bin/sh
# Prints what the kernel tells about this machine, as sections that HostProbe reads:
# "@@ name" and the lines that follow, or "@! name reason" for what is not to be had.
# Arguments: the java program to describe, then the paths whose file systems are asked for.
LC_ALL=C
export LC_ALL

show() {
    if [ -r "$2" ]; then
        echo "@@ $1"
        cat "$2"
        echo
    else
        echo "@! $1 cannot read $2"
    fi
}

# first_line FILE: into $line, empty if there is none; no process is started for it.
first_line() {
    line=
    [ -r "$1" ] && IFS= read -r line 2>/dev/null <"$1"
}

echo "@@ kernel"
uname -s -r
echo "@@ architecture"
uname -m
if [ -r /proc/cpuinfo ]; then
    # The first processor speaks for all: 256 lists of flags would not fit into one answer.
    echo "@@ cpuinfo"
    sed '/^[[:space:]]*$/q' /proc/cpuinfo
else
    echo "@! cpuinfo cannot read /proc/cpuinfo"
fi
show online /sys/devices/system/cpu/online
if [ -r /proc/meminfo ]; then
    echo "@@ meminfo"
    sed -n '/^MemTotal:/p' /proc/meminfo
else
    echo "@! meminfo cannot read /proc/meminfo"
fi
if [ -r /etc/os-release ]; then
    show os-release /etc/os-release
else
    show os-release /usr/lib/os-release
fi

policies=
for policy in /sys/devices/system/cpu/cpufreq/policy*; do
    [ -r "$policy/scaling_governor" ] || continue
    [ -n "$policies" ] || echo "@@ governors"
    policies=some
    first_line "$policy/scaling_governor"
    echo "${policy##*/} $line"
done
[ -n "$policies" ] || echo "@! governors the kernel has no frequency policies (no cpufreq)"

if [ -r /sys/devices/system/cpu/intel_pstate/no_turbo ]; then
    echo "@@ boost"
    first_line /sys/devices/system/cpu/intel_pstate/no_turbo
    echo "no_turbo $line"
elif [ -r /sys/devices/system/cpu/cpufreq/boost ]; then
    echo "@@ boost"
    first_line /sys/devices/system/cpu/cpufreq/boost
    echo "boost $line"
else
    echo "@! boost the kernel has neither intel_pstate/no_turbo nor cpufreq/boost"
fi

echo "@@ virtualisation"
if command -v systemd-detect-virt >/dev/null 2>&1; then
    echo "detected $(systemd-detect-virt --vm 2>/dev/null)"
    echo "container $(systemd-detect-virt --container 2>/dev/null)"
fi
first_line /sys/class/dmi/id/sys_vendor
echo "vendor $line"
first_line /sys/class/dmi/id/product_name
echo "product $line"
first_line /sys/hypervisor/type
echo "hypervisor $line"
if [ -r /proc/device-tree/model ]; then
    echo "board $(tr -d '\000' </proc/device-tree/model)"
fi

java=$(command -v "$1" 2>/dev/null)
if [ -n "$java" ]; then
    home=$(readlink -f "$java")
    home=${home%/bin/java}
    show jdk "$home/release"
else
    echo "@! jdk there is no program $1"
fi
shift

show clocksource /sys/devices/system/clocksource/clocksource0/current_clocksource
if page=$(getconf PAGESIZE 2>/dev/null); then
    echo "@@ pagesize"
    echo "$page"
else
    echo "@! pagesize there is no getconf"
fi
show mountinfo /proc/self/mountinfo

echo "@@ blocks"
for block in /sys/class/block/*; do
    [ -r "$block/dev" ] || continue
    disk=$block
    [ -r "$disk/queue/rotational" ] || disk=$block/..
    first_line "$block/dev"
    number=$line
    first_line "$disk/queue/rotational"
    rotational=$line
    first_line "$disk/device/model"
    echo "${block##*/}|$number|$rotational|$line"
done

number=0
for path in "$@"; do
    if answer=$(df -P -- "$path" 2>/dev/null); then
        echo "@@ path$number"
        printf '%s\n' "$answer" | tail -n 1
    else
        echo "@! path$number df cannot tell: no such path, or no permission"
    fi
    number=$((number + 1))
done
exit 0
