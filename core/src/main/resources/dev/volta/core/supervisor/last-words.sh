#!/bin/sh
# last-words.sh: prints why systemd ended a service, which tells what became of it in variables of what runs after it. It
# stands in the service's unit, without these comments.
case $SERVICE_RESULT in
success) ;;
oom-kill) echo "volta: killed by the kernel: it used more memory than it may" ;;
*) echo "volta: ended: $SERVICE_RESULT, $EXIT_CODE $EXIT_STATUS" ;;
esac
