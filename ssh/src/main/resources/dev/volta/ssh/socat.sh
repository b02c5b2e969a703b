#!/bin/sh
# socat.sh SOCKET PORT: leads the Unix socket SOCKET to PORT of this machine, says "listens", and ends when its input does.
s=$1 port=$2
if [ -e "$s" ]; then
    echo "$s is there" >&2
    exit 1
fi
umask 077
socat -t 60 "UNIX-LISTEN:$s,fork" "TCP4:127.0.0.1:$port" >/dev/null </dev/null &
p=$!
while [ ! -S "$s" ]; do
    kill -0 $p || exit 1
    sleep 0.05
done
echo listens
cat >/dev/null
kill $p
rm -f -- "$s"
