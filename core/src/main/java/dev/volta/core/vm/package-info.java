/**
 * QEMU virtual machines on this machine. The command line is a pure function of a description and an image. A running
 * machine is a child process with two Unix sockets: QMP, by which QEMU is queried and ended, and the guest's port, by
 * which the guest gets its identity and says that it is ready. A TCP connection proves nothing: QEMU's user network
 * accepts it before the guest is up.
 */
@NullMarked
package dev.volta.core.vm;

import org.jspecify.annotations.NullMarked;
