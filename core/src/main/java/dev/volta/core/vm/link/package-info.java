/**
 * The host's side of the link to a guest: Unix sockets of both, tied together by streams over one virtio-serial port.
 * docs/vms.md describes the frames; the other side is {@code scripts/images/agent/mux.c}.
 */
@NullMarked
package dev.volta.core.vm.link;

import org.jspecify.annotations.NullMarked;
