#!/bin/sh
# systemd-container.sh ROOT NAME PORT KEY: becomes systemd as process 1 over the Debian tree ROOT, with cgroups of its own
# called NAME and an sshd on PORT of 127.0.0.1 that lets in whoever has KEY (a file). What is written goes to memory.
# Started as: unshare --fork --pid --mount --uts --ipc sh systemd-container.sh ROOT NAME PORT KEY
set -eu

root=$1
name=$2
port=$3
key=$4
hierarchies() { awk '$3 ~ /^cgroup2?$/ { print $2, $3, $4 }' /proc/mounts; }

if [ $# -eq 4 ]; then
    # The cgroup that a process is in when it gets a namespace of cgroups is the root of that namespace.
    # One of cpuset takes nobody before it has processors; the others do.
    for place in $(hierarchies | awk '{ print $1 }'); do
        mkdir -p "$place/$name"
        { echo $$ >"$place/$name/cgroup.procs"; } 2>/dev/null || true
    done
    exec unshare --cgroup sh "$0" "$root" "$name" "$port" "$key" joined
fi

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
new=/mnt/root
mount -t overlay -o "lowerdir=$root,upperdir=/mnt/upper,workdir=/mnt/work" overlay "$new"
mkdir -p "$new/root/.ssh" "$new/etc/ssh/sshd_config.d"
cp "$key" "$new/root/.ssh/authorized_keys"
printf 'ListenAddress 127.0.0.1\nPort %s\nUseDNS no\n' "$port" >"$new/etc/ssh/sshd_config.d/here.conf"
all=$(hierarchies)
mount -t proc proc "$new/proc"
mount -t sysfs -o ro sysfs "$new/sys"
for folder in run tmp dev sys/fs/cgroup; do
    mount -t tmpfs -o mode=755 tmpfs "$new/$folder"
done
chmod 1777 "$new/tmp"
legacy=
while read -r place type options; do
    mkdir -p "$new$place"
    if [ "$type" = cgroup2 ]; then
        mount -t cgroup2 cgroup "$new$place"
    else
        controllers=$(echo "$options" | tr , '\n' | grep -vE '^(rw|ro|nosuid|nodev|noexec|relatime)$' | paste -sd , -)
        mount -t cgroup -o "$controllers" cgroup "$new$place"
        legacy='systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1'
    fi
done <<EOF
$all
EOF
mkdir "$new/dev/pts" "$new/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$new/dev/pts"
ln -s pts/ptmx "$new/dev/ptmx"
ln -s /proc/self/fd "$new/dev/fd"
for device in null zero full random urandom tty; do
    : >"$new/dev/$device"
    mount --bind "/dev/$device" "$new/dev/$device"
done
exec chroot "$new" env -i container=volta PATH=/usr/sbin:/usr/bin SYSTEMD_PROC_CMDLINE="quiet $legacy" \
    /sbin/init --log-target=console </dev/null
