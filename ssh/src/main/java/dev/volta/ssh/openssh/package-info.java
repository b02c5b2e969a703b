/**
 * OpenSSH's own client as a program: the configuration that is written for it, the folder in which that and its sockets lie,
 * and the protocol of its control master (OpenSSH's file PROTOCOL.mux). One {@code ssh} process holds a connection; commands
 * and tunnels reach it through its control socket, on which the master passes on the messages of the SSH connection protocol
 * (RFC 4254) unencrypted ("proxy mode", OpenSSH 7.4 and later). So a command costs no process here.
 */
@NullMarked
package dev.volta.ssh.openssh;

import org.jspecify.annotations.NullMarked;
