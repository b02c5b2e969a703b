/**
 * Virtual machines of QEMU on this machine. A description and an image become a command line, purely; a running machine
 * is a child process with two Unix sockets: QMP, by which QEMU is asked and ended, and the guest's port, by which the
 * guest gets its identity and says that it is ready. Nothing is concluded from a TCP connection: QEMU's user network
 * accepts before the guest is up.
 */
@NullMarked
package dev.volta.core.vm;

import org.jspecify.annotations.NullMarked;
