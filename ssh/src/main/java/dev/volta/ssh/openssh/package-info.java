/**
 * OpenSSH's own client as a program: the configuration that Volta writes for it, the folder for that file and for the
 * sockets, and the protocol of its control master (OpenSSH's file PROTOCOL.mux). One {@code ssh} process holds a
 * connection; commands and tunnels reach it through its control socket, on which the master passes on the messages of
 * the SSH connection protocol (RFC 4254) unencrypted ("proxy mode", OpenSSH 7.4 and later). So a command needs no
 * process of its own here.
 */
@NullMarked
package dev.volta.ssh.openssh;

import org.jspecify.annotations.NullMarked;
