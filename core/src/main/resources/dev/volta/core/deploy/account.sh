#!/bin/sh
# account.sh: name, number and home of who is logged in, the boot id, and who can keep services running, a line each.
id -un
id -u
echo "$HOME"
cat /proc/sys/kernel/random/boot_id
if [ -d /run/systemd/system ]; then echo systemd; else echo plain; fi
