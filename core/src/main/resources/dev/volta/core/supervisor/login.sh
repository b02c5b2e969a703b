#!/bin/sh
# Functions to write down what a start has from its login, so that the node's boot starts a service with the same.

# login_variables: all that a service gets of the environment of its start.
login_variables='PATH HOME USER LOGNAME SHELL LANG LC_ALL TZ'

# put_login FILE: writes commands that set the positional parameters to these variables, NAME=VALUE, and ulimits to three lines
# for each limit: its letter, the soft and the hard one. It takes no process, unless a value has a quote.
put_login() {
    login='set --'
    for name in $login_variables; do
        eval "value=\${$name-} set=\${$name+yes}"
        [ -n "$set" ] || continue
        case $value in *\'*) value=$(printf '%s.' "$value" | sed "s/'/'\\\\''/g") && value=${value%.} ;; esac
        login="$login $name='$value'"
    done
    {
        printf "%s\nulimits='" "$login"
        for letter in c d f l n s t v; do
            echo $letter
            # shellcheck disable=SC3045 # dash, bash and busybox know them
            ulimit -S -$letter && ulimit -H -$letter
        done
        echo "'"
    } 2>/dev/null >"$1"
}
